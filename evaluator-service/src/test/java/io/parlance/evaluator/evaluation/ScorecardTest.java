package io.parlance.evaluator.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.parlance.contracts.MetricComparison;
import io.parlance.evaluator.measure.PairedBootstrap;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScorecardTest {
    private final PairedBootstrap bootstrap = new PairedBootstrap(500, 1);

    @Test
    void weighsTokensNotConversations() {
        // Given: 1 token of 1 nat, and 9 tokens of 0.1 nat each
        Scorecard card = new Scorecard(
                List.of(score("a", 1, 2, 0), score("b", 9, 9, 0)), List.of(score("a", 1, 1, 1), score("b", 9, 0.9, 8)));
        // When
        List<MetricComparison> metrics = card.compare(bootstrap);
        // Then
        assertThat(metrics).extracting(MetricComparison::name).containsExactly("perplexity", "token_accuracy");
        assertThat(metrics.getFirst().candidate().value()).isCloseTo(Math.exp(1.9 / 10), within(1e-12));
        assertThat(metrics.getFirst().difference().value()).isCloseTo(Math.exp(0.19) - Math.exp(1.1), within(1e-12));
        assertThat(metrics.get(1).candidate().value()).isCloseTo(0.9, within(1e-12));
        assertThat(card.supervisedTokens()).isEqualTo(10);
    }

    @Test
    void restsF1OnTheConversationsThatWereAnswered() {
        Scorecard card = new Scorecard(
                List.of(answered("a", 2, 0.5), score("b", 4, 4, 1)),
                List.of(answered("a", 2, 1.5), score("b", 4, 4, 1)));
        MetricComparison f1 = card.compare(bootstrap).getLast();
        assertThat(f1.name()).isEqualTo("f1");
        assertThat(f1.difference().n()).isEqualTo(1);
        assertThat(f1.champion().value()).isCloseTo(0.25, within(1e-12));
        assertThat(f1.candidate().value()).isCloseTo(0.75, within(1e-12));
    }

    @Test
    void refusesScoresOfDifferentConversations() {
        assertThatThrownBy(() -> new Scorecard(List.of(score("a", 1, 1, 1)), List.of(score("b", 1, 1, 1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("different conversations");
    }

    private static ConversationScore score(String id, long tokens, double nll, long right) {
        return new ConversationScore(id, tokens, nll, right, 0, 0);
    }

    private static ConversationScore answered(String id, int answers, double f1Sum) {
        return new ConversationScore(id, 4, 4, 1, answers, f1Sum);
    }
}
