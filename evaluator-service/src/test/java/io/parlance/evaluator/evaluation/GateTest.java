package io.parlance.evaluator.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.parlance.contracts.Estimate;
import io.parlance.contracts.EvaluationCompleted.Verdict;
import io.parlance.contracts.MetricComparison;
import java.util.List;
import org.junit.jupiter.api.Test;

class GateTest {
    private final Gate gate = new Gate(10);

    @Test
    void promotesWhatIsClearlyBetterAndNowhereWorse() {
        Gate.Decision decision = gate.decide(List.of(perplexity(-5, -6, -4, 40), accuracy(0.01, -0.02, 0.04, 40)));
        assertThat(decision.verdict()).isEqualTo(Verdict.PROMOTE);
        assertThat(decision.reason()).contains("interval [-6.000, -4.000]").contains("n = 40 conversations");
    }

    @Test
    void keepsTheChampionWhenTheIntervalHoldsZero() {
        Gate.Decision decision = gate.decide(List.of(perplexity(-5, -11, 1, 40)));
        assertThat(decision.verdict()).isEqualTo(Verdict.KEEP);
        assertThat(decision.reason()).startsWith("no clear gain");
    }

    @Test
    void keepsTheChampionWhenAnotherMeasureIsClearlyWorse() {
        Gate.Decision decision = gate.decide(List.of(perplexity(-5, -6, -4, 40), accuracy(-0.1, -0.2, -0.01, 40)));
        assertThat(decision.verdict()).isEqualTo(Verdict.KEEP);
        assertThat(decision.reason()).startsWith("token_accuracy is worse");
    }

    @Test
    void keepsTheChampionWhenPerplexityIsClearlyWorse() {
        assertThat(gate.decide(List.of(perplexity(5, 4, 6, 40))).reason()).startsWith("perplexity is worse");
    }

    @Test
    void decidesNothingOnTooFewConversations() {
        Gate.Decision decision = gate.decide(List.of(perplexity(-5, -6, -4, 9)));
        assertThat(decision.verdict()).isEqualTo(Verdict.KEEP);
        assertThat(decision.reason())
                .isEqualTo("9 test conversations are too few to decide on, at least 10 are needed");
    }

    private static MetricComparison perplexity(double value, double low, double high, long n) {
        return metric(Scorecard.PERPLEXITY, MetricComparison.Better.LOWER, value, low, high, n);
    }

    private static MetricComparison accuracy(double value, double low, double high, long n) {
        return metric(Scorecard.TOKEN_ACCURACY, MetricComparison.Better.HIGHER, value, low, high, n);
    }

    private static MetricComparison metric(
            String name, MetricComparison.Better better, double value, double low, double high, long n) {
        Estimate any = new Estimate(1, 0, 2, n);
        return new MetricComparison(name, better, any, any, new Estimate(value, low, high, n));
    }
}
