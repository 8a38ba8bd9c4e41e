package io.parlance.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;

/**
 * How far a dataset is; the newest event of a dataset holds. It is complete when
 * {@code submitted = prepared + dropped + erased} and nothing more comes in.
 *
 * @param submitted conversations that preprocess took in as valid, the erased ones among them
 * @param prepared conversations that became examples
 * @param dropped conversations that did not
 * @param preparedBySplit the prepared ones by {@code train}, {@code validation}, {@code test}
 * @param droppedByReason the dropped ones by the reason's name in JSON
 * @param erased conversations that were erased, which are neither among the prepared nor the dropped ones
 */
public record DatasetCounted(
        String dataset,
        long submitted,
        long prepared,
        long dropped,
        Map<String, Long> preparedBySplit,
        Map<String, Long> droppedByReason,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) long erased)
        implements Event {
    @JsonCreator
    public DatasetCounted {
        Check.text("DatasetCounted", "dataset", dataset);
        Check.atLeast("DatasetCounted", "submitted", submitted, 0);
        Check.atLeast("DatasetCounted", "prepared", prepared, 0);
        Check.atLeast("DatasetCounted", "dropped", dropped, 0);
        Check.atLeast("DatasetCounted", "erased", erased, 0);
        preparedBySplit = preparedBySplit == null ? Map.of() : Map.copyOf(preparedBySplit);
        droppedByReason = droppedByReason == null ? Map.of() : Map.copyOf(droppedByReason);
    }

    /** Of a dataset of which nothing was erased. */
    public DatasetCounted(
            String dataset,
            long submitted,
            long prepared,
            long dropped,
            Map<String, Long> preparedBySplit,
            Map<String, Long> droppedByReason) {
        this(dataset, submitted, prepared, dropped, preparedBySplit, droppedByReason, 0);
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
