package io.parlance.preprocess.augmentation.work;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.parlance.preprocess.augmentation.Verdict;

/** Counts what this process committed, as {@code parlance_preprocess_augmentations_total}. */
final class BirthCounters {
    private final MeterRegistry registry;

    BirthCounters(MeterRegistry registry) {
        this.registry = registry;
    }

    void count(Family.Birth birth) {
        Counter.builder("parlance.preprocess.augmentations")
                .description("what became of conversations that a method was tried on")
                .tag("method", birth.attempt().method().versioned())
                .tag("outcome", outcome(birth.attempt().verdict()))
                .register(registry)
                .increment();
    }

    /** The verdict in a word, for metrics and answers. */
    static String outcome(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Passes _ -> "passes";
            case Verdict.Unlike _ -> "refused_unlike";
            case Verdict.Identical _ -> "refused_identical";
            case Verdict.Failed _ -> "failed";
        };
    }
}
