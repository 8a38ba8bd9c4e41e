package io.parlance.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.parlance.model.onnx.SamplingParameters.Penalties;
import io.parlance.model.text.TokenIds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SamplerTest {
    private static final TokenIds NO_PROMPT = TokenIds.of();

    @Test
    void choosesTheMostLikelyTokenAtTemperatureZero() {
        // Given
        Sampler sampler = new Sampler(SamplingParameters.greedy(), NO_PROMPT);
        // When
        int chosen = sampler.choose(new float[] {1, 3, 2, 3}, Set.of());
        // Then
        assertThat(chosen).as("the lowest id among equals").isEqualTo(1);
    }

    @Test
    void neverChoosesAForbiddenToken() {
        // Given
        Sampler sampler = new Sampler(SamplingParameters.greedy(), NO_PROMPT);
        // When
        int chosen = sampler.choose(new float[] {1, 3, 2}, Set.of(1));
        // Then
        assertThat(chosen).isEqualTo(2);
    }

    @Test
    void refusesLogitsThatAreNoNumbers() {
        // Given
        float[] broken = {Float.NaN, Float.NaN, Float.NaN};
        // Then
        for (SamplingParameters parameters : List.of(SamplingParameters.greedy(), parameters(1, 1, 0, 0))) {
            assertThatThrownBy(() -> new Sampler(parameters, NO_PROMPT).choose(broken, Set.of()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("not numbers");
        }
    }

    @Test
    void addsTheLogitBias() {
        // Given
        SamplingParameters biased = new SamplingParameters(0, 1, 0, 0, Penalties.NONE, Map.of(0, 2.5, 1, -100.0), 0);
        // When
        int chosen = new Sampler(biased, NO_PROMPT).choose(new float[] {1, 30, 2}, Set.of());
        // Then
        assertThat(chosen).isZero();
    }

    @Test
    void makesTokensOfThePromptLessLikelyByTheRepetitionPenalty() {
        // Given
        SamplingParameters penalised = new SamplingParameters(0, 1, 0, 0, new Penalties(2, 0, 0), Map.of(), 0);
        float[] logits = {4, 3, -1, -1.5f};
        // When
        int chosen = new Sampler(penalised, TokenIds.of(0, 2)).choose(logits, Set.of());
        // Then
        assertThat(chosen).isEqualTo(1);
        assertThat(logits).containsExactly(2, 3, -2, -1.5f);
    }

    @Test
    void subtractsPresenceOnceAndFrequencyPerOccurrenceInTheAnswer() {
        // Given
        SamplingParameters penalised = new SamplingParameters(0, 1, 0, 0, new Penalties(1, 0.5, 0.25), Map.of(), 0);
        Sampler sampler = new Sampler(penalised, TokenIds.of(2, 2));
        sampler.choose(new float[] {9, 0, 0}, Set.of());
        sampler.choose(new float[] {9, 0, 0}, Set.of());
        float[] logits = {9, 0, 0};
        // When
        sampler.choose(logits, Set.of());
        // Then
        assertThat(logits).containsExactly(8, 0, 0);
    }

    @Test
    void givesTheSameTokensForTheSameSeed() {
        // Given
        Sampler first = new Sampler(SamplingParameters.temperature(1, 42), NO_PROMPT);
        Sampler second = new Sampler(SamplingParameters.temperature(1, 42), NO_PROMPT);
        Sampler other = new Sampler(SamplingParameters.temperature(1, 43), NO_PROMPT);
        // When
        List<Integer> a = draws(first, 50);
        List<Integer> b = draws(second, 50);
        List<Integer> c = draws(other, 50);
        // Then
        assertThat(a).isEqualTo(b).isNotEqualTo(c);
    }

    private static List<Integer> draws(Sampler sampler, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> sampler.choose(new float[] {0, 0.5f, 1, 0.25f, 0}, Set.of()))
                .toList();
    }

    @Test
    void drawsEachTokenAsOftenAsItsProbabilitySays() {
        // Given
        float[] logits = {(float) Math.log(1), (float) Math.log(2), (float) Math.log(5), (float) Math.log(2)};
        Sampler sampler = new Sampler(SamplingParameters.temperature(1, 7), NO_PROMPT);
        int[] counts = new int[4];
        int draws = 40_000;
        // When
        for (int i = 0; i < draws; i++) {
            counts[sampler.choose(logits.clone(), Set.of())]++;
        }
        // Then: five standard deviations of a share of 40,000 draws are at most 0.0125.
        double[] expected = {0.1, 0.2, 0.5, 0.2};
        for (int id = 0; id < 4; id++) {
            assertThat((double) counts[id] / draws).isCloseTo(expected[id], within(0.0125));
        }
    }

    static Stream<SamplingParameters> settings() {
        return Stream.of(
                SamplingParameters.temperature(1, 0),
                SamplingParameters.temperature(0.3, 0),
                SamplingParameters.temperature(2, 0),
                parameters(1, 0.9, 0, 0),
                parameters(0.7, 0.5, 0, 0),
                parameters(1, 1e-6, 0, 0),
                parameters(1, 1, 1, 0),
                parameters(1, 1, 40, 0),
                parameters(1, 1, 100_000, 0),
                parameters(1, 1, 0, 0.1),
                parameters(1.3, 1, 0, 1),
                parameters(0.8, 0.95, 50, 0.02),
                parameters(1.5, 0.7, 500, 0.001));
    }

    private static SamplingParameters parameters(double temperature, double topP, int topK, double minP) {
        return new SamplingParameters(temperature, topP, topK, minP, Penalties.NONE, Map.of(), 0);
    }

    @ParameterizedTest
    @MethodSource("settings")
    void keepsTheSameTokensWithTheSameProbabilitiesAsItsPlainTwin(SamplingParameters parameters) {
        for (int seed = 0; seed < 5; seed++) {
            // Given
            float[] logits = randomLogits(new Random(seed));
            double[] expected = plainProbabilities(logits, parameters);
            // When
            Candidates candidates = Candidates.of(logits, parameters);
            // Then
            double[] actual = new double[logits.length];
            for (int i = 0; i < candidates.size(); i++) {
                actual[candidates.id(i)] = candidates.probability(i);
            }
            assertThat(actual).containsExactly(expected, within(1e-9));
        }
    }

    /** Spread like a language model's, with ties and both signs. */
    private static float[] randomLogits(Random random) {
        float[] logits = new float[3000];
        for (int id = 0; id < logits.length; id++) {
            logits[id] = Math.round(random.nextGaussian() * 40) / 10f;
        }
        return logits;
    }

    /** The rules as they are written down, over a full sort. */
    private static double[] plainProbabilities(float[] logits, SamplingParameters parameters) {
        List<Integer> ids =
                new ArrayList<>(IntStream.range(0, logits.length).boxed().toList());
        ids.sort(Comparator.comparing((Integer id) -> -logits[id]).thenComparing(id -> id));
        if (parameters.topK() > 0) {
            ids = ids.subList(0, Math.min(parameters.topK(), ids.size()));
        }
        double best = logits[ids.get(0)];
        double total = ids.stream()
                .mapToDouble(id -> weight(logits[id], best, parameters))
                .sum();
        List<Integer> kept = new ArrayList<>();
        double reached = 0;
        for (int id : ids) {
            if (parameters.topP() < 1 && reached >= parameters.topP() * total) {
                break;
            }
            reached += weight(logits[id], best, parameters);
            if (weight(logits[id], best, parameters) >= parameters.minP()) {
                kept.add(id);
            }
        }
        double keptTotal = kept.stream()
                .mapToDouble(id -> weight(logits[id], best, parameters))
                .sum();
        double[] probabilities = new double[logits.length];
        kept.forEach(id -> probabilities[id] = weight(logits[id], best, parameters) / keptTotal);
        return probabilities;
    }

    private static double weight(double logit, double best, SamplingParameters parameters) {
        return Math.exp((logit - best) / parameters.temperature());
    }

    @Test
    void ranksTheMostLikelyTokensWithTheirLogprobs() {
        // Given
        float[] logits = {
            (float) Math.log(0.25), (float) Math.log(0.125), (float) Math.log(0.5), (float) Math.log(0.125)
        };
        // When
        List<TokenLogprob> top = LogProbabilities.top(logits, 3);
        // Then
        assertThat(top).extracting(TokenLogprob::tokenId).containsExactly(2, 0, 1);
        assertThat(top.get(0).logprob()).isCloseTo(Math.log(0.5), within(1e-6));
        assertThat(LogProbabilities.top(logits, 0)).isEmpty();
        assertThat(LogProbabilities.top(logits, 9)).hasSize(4);
    }

    @Test
    void refusesParametersOutOfRangeByTheirNames() {
        assertThatThrownBy(() -> parameters(-1, 1, 0, 0)).hasMessageContaining("temperature is -1.0");
        assertThatThrownBy(() -> parameters(1, 0, 0, 0)).hasMessageContaining("top_p is 0.0");
        assertThatThrownBy(() -> parameters(1, Double.NaN, 0, 0)).hasMessageContaining("top_p is NaN");
        assertThatThrownBy(() -> parameters(1, 1, -1, 0)).hasMessageContaining("top_k is -1");
        assertThatThrownBy(() -> parameters(1, 1, 0, 1.5)).hasMessageContaining("min_p is 1.5");
        assertThatThrownBy(() -> new Penalties(0, 0, 0)).hasMessageContaining("repetition_penalty is 0.0");
    }
}
