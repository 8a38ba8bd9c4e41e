package io.parlance.evaluator.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Our figures beside those of outside implementations. */
class ReferenceMeasuresTest {
    private static final int RESAMPLES = 20_000;

    @Test
    void scoresAnswersAsSquadDoes() throws IOException {
        JsonNode pairs = reference("text_pairs.json").path("pairs");
        assertThat(pairs).hasSizeGreaterThan(40);
        for (JsonNode pair : pairs) {
            // When
            AnswerOverlap overlap = AnswerOverlap.of(
                    pair.path("prediction").asText(), pair.path("reference").asText());
            // Then
            assertThat(overlap.f1())
                    .as(pair.toString())
                    .isCloseTo(pair.path("f1").asDouble(), within(1e-6));
            if (overlap.f1() > 0 && overlap.f1() < 1) {
                assertThat(overlap.precision())
                        .as(pair.toString())
                        .isCloseTo(pair.path("precision").asDouble(), within(1e-6));
                assertThat(overlap.recall())
                        .as(pair.toString())
                        .isCloseTo(pair.path("recall").asDouble(), within(1e-6));
            }
        }
    }

    @Test
    void findsTheIntervalOfAMean() throws IOException {
        JsonNode reference = reference("intervals.json");
        PairedBootstrap.Interval interval =
                new PairedBootstrap(RESAMPLES, 17).interval(mean(doubles(reference.path("a"))));
        liesWithin(
                interval, reference.path("mean_a"), reference.path("tolerance").asDouble());
    }

    @Test
    void findsTheIntervalOfAPairedDifference() throws IOException {
        JsonNode reference = reference("intervals.json");
        PairedBootstrap.Comparison comparison = new PairedBootstrap(RESAMPLES, 17)
                .compare(mean(doubles(reference.path("a"))), mean(doubles(reference.path("b"))));
        liesWithin(
                comparison.difference(),
                reference.path("paired_difference_b_minus_a"),
                reference.path("tolerance").asDouble());
    }

    @Test
    void findsTheIntervalOfAPerplexity() throws IOException {
        // Given
        JsonNode reference = reference("intervals.json").path("perplexity");
        RatioOfSums perplexity = new RatioOfSums(
                doubles(reference.path("nll")), doubles(reference.path("tokens")), RatioOfSums.Scale.EXPONENTIAL);
        // When
        PairedBootstrap.Interval interval = new PairedBootstrap(RESAMPLES, 17).interval(perplexity);
        // Then
        double value = reference.path("value").asDouble();
        assertThat(interval.value()).isCloseTo(value, within(1e-6 * value));
        liesWithin(
                interval,
                reference.path("interval"),
                reference.path("relative_tolerance").asDouble() * value);
    }

    private static void liesWithin(PairedBootstrap.Interval interval, JsonNode expected, double tolerance) {
        assertThat(interval.low()).isCloseTo(expected.path(0).asDouble(), within(tolerance));
        assertThat(interval.high()).isCloseTo(expected.path(1).asDouble(), within(tolerance));
    }

    private static RatioOfSums mean(double[] values) {
        double[] ones = new double[values.length];
        Arrays.fill(ones, 1);
        return new RatioOfSums(values, ones, RatioOfSums.Scale.LINEAR);
    }

    private static double[] doubles(JsonNode list) {
        double[] values = new double[list.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = list.path(i).asDouble();
        }
        return values;
    }

    private static JsonNode reference(String name) throws IOException {
        try (InputStream in = ReferenceMeasuresTest.class.getResourceAsStream("/measures/" + name)) {
            return new ObjectMapper().readTree(in);
        }
    }
}
