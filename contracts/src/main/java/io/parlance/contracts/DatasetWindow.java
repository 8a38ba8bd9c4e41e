package io.parlance.contracts;

import java.util.List;

/**
 * A dataset version: exactly the committed records of these offset ranges that carry this dataset's name. Reading it
 * again at any later time gives the same examples.
 *
 * @param topic {@link Topics#EXAMPLES_PREPARED}
 * @param ranges one per partition, ascending by partition
 */
public record DatasetWindow(String dataset, String topic, List<OffsetRange> ranges) {
    public DatasetWindow {
        Check.text("DatasetWindow", "dataset", dataset);
        Check.text("DatasetWindow", "topic", topic);
        ranges = List.copyOf(Check.present("DatasetWindow", "ranges", ranges));
        Check.atLeast("DatasetWindow", "ranges", ranges.size(), 1);
        for (int i = 1; i < ranges.size(); i++) {
            if (ranges.get(i).partition() <= ranges.get(i - 1).partition()) {
                throw new IllegalArgumentException(
                        "DatasetWindow %s: ranges are not ascending by partition".formatted(dataset));
            }
        }
    }

    /** Whether a record at this place is read with the window; whether it is of its dataset the place does not say. */
    public boolean covers(int partition, long offset) {
        return ranges.stream().anyMatch(range -> range.partition() == partition && range.covers(offset));
    }
}
