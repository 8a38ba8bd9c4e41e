package io.parlance.contracts;

import java.util.Map;

/**
 * How far a dataset is; the newest event of a dataset holds. It is complete when
 * {@code submitted = prepared + dropped} and nothing more comes in.
 *
 * @param submitted conversations that preprocess took in as valid
 * @param prepared conversations that became examples
 * @param dropped conversations that did not
 * @param preparedBySplit the prepared ones by {@code train}, {@code validation}, {@code test}
 * @param droppedByReason the dropped ones by the reason's name in JSON
 */
public record DatasetCounted(
        String dataset,
        long submitted,
        long prepared,
        long dropped,
        Map<String, Long> preparedBySplit,
        Map<String, Long> droppedByReason)
        implements Event {
    public DatasetCounted {
        Check.text("DatasetCounted", "dataset", dataset);
        Check.atLeast("DatasetCounted", "submitted", submitted, 0);
        Check.atLeast("DatasetCounted", "prepared", prepared, 0);
        Check.atLeast("DatasetCounted", "dropped", dropped, 0);
        preparedBySplit = preparedBySplit == null ? Map.of() : Map.copyOf(preparedBySplit);
        droppedByReason = droppedByReason == null ? Map.of() : Map.copyOf(droppedByReason);
    }

    @Override
    public String topic() {
        return Topics.DATASETS_COUNTED;
    }

    @Override
    public String key() {
        return dataset;
    }
}
