package io.parlance.evaluator.evaluation;

import io.parlance.contracts.EvaluationCompleted.Verdict;
import io.parlance.contracts.MetricComparison;
import java.util.List;
import java.util.Locale;

/**
 * Decides whether a candidate is served. It is, when its perplexity is lower with the whole paired 95 % interval on that
 * side, no other measure is worse with its whole interval, and there are enough conversations to say so.
 */
public final class Gate {
    private final int minConversations;

    /** @param minConversations fewer than this many test conversations never promote */
    public Gate(int minConversations) {
        this.minConversations = minConversations;
    }

    /** @param reason the verdict in words, with the figure that decided it */
    public record Decision(Verdict verdict, String reason) {}

    public Decision decide(List<MetricComparison> metrics) {
        MetricComparison perplexity = metrics.stream()
                .filter(metric -> metric.name().equals(Scorecard.PERPLEXITY))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no perplexity among the measures"));
        long n = perplexity.difference().n();
        if (n < minConversations) {
            return new Decision(
                    Verdict.KEEP,
                    "%d test conversations are too few to decide on, at least %d are needed"
                            .formatted(n, minConversations));
        }
        for (MetricComparison metric : metrics) {
            if (isWorse(metric)) {
                return new Decision(Verdict.KEEP, metric.name() + " is worse: " + shown(metric));
            }
        }
        return isBetter(perplexity)
                ? new Decision(Verdict.PROMOTE, "perplexity is better and nothing is worse: " + shown(perplexity))
                : new Decision(Verdict.KEEP, "no clear gain in perplexity: " + shown(perplexity));
    }

    private static boolean isBetter(MetricComparison metric) {
        return switch (metric.better()) {
            case LOWER -> metric.difference().high() < 0;
            case HIGHER -> metric.difference().low() > 0;
        };
    }

    private static boolean isWorse(MetricComparison metric) {
        return switch (metric.better()) {
            case LOWER -> metric.difference().low() > 0;
            case HIGHER -> metric.difference().high() < 0;
        };
    }

    private static String shown(MetricComparison metric) {
        return String.format(
                Locale.ROOT,
                "%.4g -> %.4g, difference %+.4g, 95 %% interval [%+.4g, %+.4g], n = %d conversations",
                metric.champion().value(),
                metric.candidate().value(),
                metric.difference().value(),
                metric.difference().low(),
                metric.difference().high(),
                metric.difference().n());
    }
}
