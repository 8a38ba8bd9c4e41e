package io.parlance.evaluator.evaluation;

import io.parlance.contracts.Estimate;
import io.parlance.contracts.MetricComparison;
import io.parlance.evaluator.measure.PairedBootstrap;
import io.parlance.evaluator.measure.RatioOfSums;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Both models' scores of the same conversations, made into figures with intervals. */
public final class Scorecard {
    public static final String PERPLEXITY = "perplexity";
    public static final String TOKEN_ACCURACY = "token_accuracy";
    public static final String F1 = "f1";

    private final List<ConversationScore> champion;
    private final List<ConversationScore> candidate;

    /** @throws IllegalArgumentException when the lists are not of the same conversations in the same order */
    public Scorecard(List<ConversationScore> champion, List<ConversationScore> candidate) {
        this.champion = List.copyOf(champion);
        this.candidate = List.copyOf(candidate);
        List<String> expected = ids(this.champion);
        if (!expected.equals(ids(this.candidate))) {
            throw new IllegalArgumentException("the models were scored on different conversations: %d and %d of them"
                    .formatted(champion.size(), candidate.size()));
        }
    }

    public long supervisedTokens() {
        return candidate.stream().mapToLong(ConversationScore::supervisedTokens).sum();
    }

    public int conversations() {
        return candidate.size();
    }

    /** Perplexity and token accuracy over all conversations; F1 over those with a generated answer, when there are any. */
    public List<MetricComparison> compare(PairedBootstrap bootstrap) {
        List<MetricComparison> metrics = new ArrayList<>();
        metrics.add(metric(
                PERPLEXITY,
                MetricComparison.Better.LOWER,
                RatioOfSums.Scale.EXPONENTIAL,
                bootstrap,
                ConversationScore::negativeLogLikelihood,
                ConversationScore::supervisedTokens));
        metrics.add(metric(
                TOKEN_ACCURACY,
                MetricComparison.Better.HIGHER,
                RatioOfSums.Scale.LINEAR,
                bootstrap,
                ConversationScore::rightTokens,
                ConversationScore::supervisedTokens));
        if (candidate.stream().anyMatch(score -> score.answers() > 0)) {
            metrics.add(answered()
                    .metric(
                            F1,
                            MetricComparison.Better.HIGHER,
                            RatioOfSums.Scale.LINEAR,
                            bootstrap,
                            ConversationScore::f1Sum,
                            ConversationScore::answers));
        }
        return metrics;
    }

    private Scorecard answered() {
        return new Scorecard(
                champion.stream().filter(score -> score.answers() > 0).toList(),
                candidate.stream().filter(score -> score.answers() > 0).toList());
    }

    private MetricComparison metric(
            String name,
            MetricComparison.Better better,
            RatioOfSums.Scale scale,
            PairedBootstrap bootstrap,
            ToDoubleFunction<ConversationScore> numerator,
            ToDoubleFunction<ConversationScore> denominator) {
        PairedBootstrap.Comparison compared = bootstrap.compare(
                ratio(champion, scale, numerator, denominator), ratio(candidate, scale, numerator, denominator));
        return new MetricComparison(
                name,
                better,
                estimate(compared.first(), compared.conversations()),
                estimate(compared.second(), compared.conversations()),
                estimate(compared.difference(), compared.conversations()));
    }

    private static RatioOfSums ratio(
            List<ConversationScore> scores,
            RatioOfSums.Scale scale,
            ToDoubleFunction<ConversationScore> numerator,
            ToDoubleFunction<ConversationScore> denominator) {
        return new RatioOfSums(
                scores.stream().mapToDouble(numerator).toArray(),
                scores.stream().mapToDouble(denominator).toArray(),
                scale);
    }

    private static Estimate estimate(PairedBootstrap.Interval interval, int n) {
        return new Estimate(interval.value(), interval.low(), interval.high(), n);
    }

    private static List<String> ids(List<ConversationScore> scores) {
        return scores.stream().map(ConversationScore::conversationId).toList();
    }
}
