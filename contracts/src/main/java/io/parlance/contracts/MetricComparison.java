package io.parlance.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * One measure of both models on the same conversations.
 *
 * @param name {@code perplexity}, {@code token_accuracy}, {@code f1}
 * @param difference candidate minus champion, with the paired interval
 */
public record MetricComparison(String name, Better better, Estimate champion, Estimate candidate, Estimate difference) {
    public MetricComparison {
        Check.text("MetricComparison", "name", name);
        Check.present("MetricComparison", "better", better);
        Check.present("MetricComparison", "champion", champion);
        Check.present("MetricComparison", "candidate", candidate);
        Check.present("MetricComparison", "difference", difference);
    }

    /** Which way is better. */
    public enum Better {
        @JsonProperty("lower")
        LOWER,
        @JsonProperty("higher")
        HIGHER
    }
}
