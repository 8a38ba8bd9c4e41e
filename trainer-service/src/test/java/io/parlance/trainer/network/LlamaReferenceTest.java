package io.parlance.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import io.parlance.model.artifact.ModelFormatException;
import io.parlance.model.artifact.Weights;
import io.parlance.model.artifact.safetensors.SafetensorsFile;
import io.parlance.model.onnx.SequenceScore;
import io.parlance.model.text.TokenSequence;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The network against Hugging Face's Llama: every number to 1e-4. */
class LlamaReferenceTest {
    private static final double TOLERANCE = 1e-4;

    @TestFactory
    Stream<DynamicTest> computesWhatTheReferenceComputes() {
        return ReferenceCase.all().stream().flatMap(LlamaReferenceTest::tests);
    }

    private static Stream<DynamicTest> tests(ReferenceCase reference) {
        try {
            reference.config();
        } catch (ModelFormatException refusal) {
            return Stream.of(DynamicTest.dynamicTest(reference + " is refused", () -> isRefused(refusal)));
        }
        Stream<DynamicTest> network = Stream.of(
                DynamicTest.dynamicTest(reference + ": logits", () -> logitsAreEqual(reference)),
                DynamicTest.dynamicTest(reference + ": loss", () -> lossIsEqual(reference)),
                DynamicTest.dynamicTest(reference + ": every gradient", () -> everyGradientIsEqual(reference)),
                DynamicTest.dynamicTest(reference + ": greedy continuation", () -> greedyIsEqual(reference)));
        Stream<DynamicTest> lora = reference.hasLoraRun()
                ? Stream.of(DynamicTest.dynamicTest(reference + ": LoRA run", () -> loraRunIsEqual(reference)))
                : Stream.empty();
        return Stream.concat(network, lora);
    }

    /** The project's own networks must all be computed; somebody's folder may hold others, which are reported as not run. */
    private static void isRefused(ModelFormatException refusal) {
        if (System.getProperty("parlance.reference") == null) {
            throw refusal;
        }
        Assumptions.abort(refusal.getMessage());
    }

    private static void logitsAreEqual(ReferenceCase reference) {
        // Given
        SafetensorsFile expected = reference.expected();
        float[] logits = expected.read("logits");
        int columns = expected.shape("logits").get(1).intValue();
        int vocabulary = reference.config().vocabularySize();
        List<TokenSequence> examples = ReferenceCase.examples(expected, "");
        try (LlamaNetwork network = reference.open(Optional.empty())) {
            for (int row = 0; row < examples.size(); row++) {
                // When
                float[] computed = network.logits(
                        PackedExamples.wholeSequence(examples.get(row).ids().toArray()));

                // Then
                int start = row * columns * vocabulary;
                assertClose(
                        "logits of row " + row, computed, Arrays.copyOfRange(logits, start, start + computed.length));
            }
        }
    }

    private static void lossIsEqual(ReferenceCase reference) {
        // Given
        SafetensorsFile expected = reference.expected();
        try (LlamaNetwork network = reference.open(Optional.empty())) {
            // When
            SequenceScore score = network.score(PackedExamples.of(ReferenceCase.examples(expected, "")));

            // Then
            assertThat(score.loss()).isCloseTo(expected.read("loss")[0], within(TOLERANCE));
        }
    }

    private static void everyGradientIsEqual(ReferenceCase reference) {
        // Given
        SafetensorsFile expected = reference.expected();
        PackedExamples examples = PackedExamples.of(ReferenceCase.examples(expected, ""));
        try (LlamaNetwork network = reference.open(Optional.empty())) {
            // When
            network.accumulate(examples, 1.0 / examples.targets().length);
            Map<String, NDArray> gradients = network.tensors().gradients();

            // Then
            assertThat(gradients.keySet())
                    .containsExactlyInAnyOrderElementsOf(expected.names().stream()
                            .filter(name -> name.startsWith("grad."))
                            .map(name -> name.substring("grad.".length()))
                            .toList());
            gradients.forEach(
                    (name, gradient) -> assertClose(name, gradient.toFloatArray(), expected.read("grad." + name)));
        }
    }

    private static void greedyIsEqual(ReferenceCase reference) {
        // Given
        SafetensorsFile expected = reference.expected();
        long[] greedy = expected.readLongs("greedy");
        List<TokenSequence> examples = ReferenceCase.examples(expected, "");
        int steps = greedy.length / examples.size();
        int vocabulary = reference.config().vocabularySize();
        try (LlamaNetwork network = reference.open(Optional.empty())) {
            for (int row = 0; row < examples.size(); row++) {
                int[] tokens = examples.get(row).ids().slice(0, 8).toArray();

                // When
                for (int step = 0; step < steps; step++) {
                    float[] logits = network.logits(PackedExamples.wholeSequence(tokens));
                    tokens = Arrays.copyOf(tokens, tokens.length + 1);
                    tokens[tokens.length - 1] = indexOfLargest(logits, logits.length - vocabulary, vocabulary);
                }

                // Then
                assertThat(Arrays.stream(tokens).skip(8).mapToLong(id -> id))
                        .containsExactly(Arrays.stream(greedy, row * steps, (row + 1) * steps)
                                .boxed()
                                .toArray(Long[]::new));
            }
        }
    }

    private static int indexOfLargest(float[] values, int from, int count) {
        int best = 0;
        for (int i = 1; i < count; i++) {
            best = values[from + i] > values[from + best] ? i : best;
        }
        return best;
    }

    private static void loraRunIsEqual(ReferenceCase reference) {
        // Given: AdamW(1e-2, linear to 0 after 3 steps of warm-up, decay .01, clip 1.0)
        SafetensorsFile run = reference.loraRun();
        float[] losses = run.read("loss");
        float[] norms = run.read("grad_norm");
        LearningRate rate = new LearningRate(1e-2, 3.0 / losses.length, LearningRate.Decay.LINEAR);
        LoraSettings lora = new LoraSettings(4, 8, 0, LoraSettings.defaults().targets());
        try (LlamaNetwork network = reference.open(Optional.of(lora));
                AdamW adamW = AdamW.over(
                        network.lora().all(),
                        network.lora().allGradients(),
                        AdamWSettings.defaults(),
                        network.manager())) {
            SafetensorsFile start = reference.adapter();
            network.lora().restore(start::read, adamW);
            for (int step = 0; step < losses.length; step++) {
                PackedExamples batch = PackedExamples.of(ReferenceCase.examples(run, "batch." + step + "."));

                // When
                double loss = network.accumulate(batch, 1.0 / batch.targets().length) / batch.targets().length;
                double norm = adamW.gradientNorm();
                adamW.step(rate.at(step, losses.length), norm);

                // Then
                assertThat(loss).as("loss of step " + step).isCloseTo(losses[step], within(TOLERANCE));
                assertThat(norm).as("gradient norm of step " + step).isCloseTo(norms[step], within(TOLERANCE));
            }
            Weights trained = network.lora().export("").tensors();
            trained.names()
                    .forEach(name -> assertClose(
                            name, trained.read(name), run.read("final." + name.replace(".weight", ".default.weight"))));
        }
    }

    private static void assertClose(String what, float[] computed, float[] expected) {
        assertThat(computed).as(what).hasSameSizeAs(expected);
        for (int i = 0; i < computed.length; i++) {
            if (!(Math.abs(computed[i] - expected[i]) <= TOLERANCE)) {
                throw new AssertionError(
                        "%s: value %d is %s, the reference has %s".formatted(what, i, computed[i], expected[i]));
            }
        }
    }
}
