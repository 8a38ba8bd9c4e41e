package io.parlance.preprocess.augmentation.work;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.parlance.preprocess.augmentation.Counts;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts by method since the first example. It is kept as the metadata of the group's committed offsets, so it is
 * written in the same transaction as the children it counts, and is exact whatever is killed.
 */
record Tally(Map<String, Counts> byMethod) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<TreeMap<String, Counts>> FORM = new TypeReference<>() {};

    static final Tally NONE = new Tally(Map.of());

    Tally {
        byMethod = new TreeMap<>(byMethod);
    }

    Tally plus(String method, Counts counts) {
        return plus(new Tally(Map.of(method, counts)));
    }

    Tally plus(Tally more) {
        Map<String, Counts> sum = new TreeMap<>(byMethod);
        more.byMethod.forEach((method, counts) -> sum.merge(method, counts, Counts::plus));
        return new Tally(sum);
    }

    String toText() {
        try {
            return JSON.writeValueAsString(byMethod);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("counts cannot be written as JSON", e);
        }
    }

    /** @param text as {@link #toText} writes it, or empty as another client commits */
    static Tally of(String text) {
        if (text == null || text.isBlank()) {
            return NONE;
        }
        try {
            return new Tally(JSON.readValue(text, FORM));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "the metadata of the committed offsets is no count of ours: '%s'; was the group used by another program?"
                            .formatted(text),
                    e);
        }
    }
}
