package io.parlance.trainer.export;

import java.util.Optional;

/**
 * The name of a fine-tuned model. It follows from the run alone, so that a run done twice makes one model.
 *
 * @param key what is particular to the run
 */
public record FineTunedName(String base, String organization, Optional<String> suffix, String key) {
    private static final String RUN_PREFIX = "ftjob-";

    /** @param runId {@code ftjob-...} */
    public static FineTunedName of(String base, String organization, Optional<String> suffix, String runId) {
        String key = runId.startsWith(RUN_PREFIX) ? runId.substring(RUN_PREFIX.length()) : runId;
        return new FineTunedName(base, organization, suffix, key);
    }

    /** As clients name it: {@code ft:smollm2-135m-instruct:parlance:demo:1f3a}; an absent suffix is empty. */
    public String modelId() {
        return "ft:%s:%s:%s:%s".formatted(base, organization, suffix.orElse(""), key);
    }

    /** As the store names it: {@code ft-demo-1f3a}. */
    public String storeId() {
        return "ft-%s-%s".formatted(suffix.orElse(base), key);
    }
}
