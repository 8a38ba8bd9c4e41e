package io.parlance.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import io.parlance.model.TinyModel;
import io.parlance.model.artifact.safetensors.SafetensorsWeights;
import io.parlance.model.text.TokenIds;
import io.parlance.model.text.TokenSequence;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LlamaNetworkTest {
    @TempDir
    Path folder;

    private LlamaNetwork open(Precision precision, double dropout) {
        try (SafetensorsWeights weights = SafetensorsWeights.open(TinyModel.write(folder, 5))) {
            LoraSettings lora =
                    new LoraSettings(4, 8, dropout, LoraSettings.defaults().targets());
            return LlamaNetwork.open(TinyModel.CONFIG, weights, precision, Device.cpu(), Optional.of(lora), 0);
        }
    }

    private static AdamW adamW(LlamaNetwork network) {
        return AdamW.over(
                network.lora().all(), network.lora().allGradients(), AdamWSettings.defaults(), network.manager());
    }

    /** B is not zero, so that A has a gradient. */
    private static List<float[]> someAdapters(LlamaNetwork network) {
        Random random = new Random(3);
        List<float[]> values = network.lora().startValues(1);
        for (float[] matrix : values) {
            for (int i = 0; i < matrix.length; i++) {
                matrix[i] += 0.05f * (float) random.nextGaussian();
            }
        }
        return values;
    }

    private static List<float[]> gradients(LlamaNetwork network) {
        return network.lora().allGradients().stream().map(NDArray::toFloatArray).toList();
    }

    @Test
    void theGradientOfALongExampleIsTheSlopeOfItsLoss() {
        // Given: attention of 1,100 tokens is computed again in backward
        int[] ids = new Random(1).ints(1100, 3, TinyModel.VOCABULARY_SIZE).toArray();
        BitSet trained = new BitSet();
        trained.set(1000, 1100);
        PackedExamples example = PackedExamples.of(List.of(new TokenSequence(TokenIds.of(ids), trained)));
        try (LlamaNetwork network = open(Precision.FP32, 0);
                AdamW adamW = adamW(network)) {
            List<float[]> adapters = someAdapters(network);
            adamW.overwrite(network.lora().all(), adapters);

            // When
            network.accumulate(example, 1);

            // Then
            double norm = adamW.gradientNorm();
            double step = 0.01 / norm;
            List<float[]> gradients = gradients(network);
            adamW.overwrite(network.lora().all(), moved(adapters, gradients, step / norm));
            double above = network.score(example).negativeLogLikelihood();
            adamW.overwrite(network.lora().all(), moved(adapters, gradients, -step / norm));
            double below = network.score(example).negativeLogLikelihood();
            assertThat((above - below) / (2 * step)).isCloseTo(norm, Percentage.withPercentage(1));
        }
    }

    private static List<float[]> moved(List<float[]> from, List<float[]> along, double by) {
        List<float[]> moved = new ArrayList<>();
        for (int m = 0; m < from.size(); m++) {
            float[] values = from.get(m).clone();
            for (int i = 0; i < values.length; i++) {
                values[i] += (float) (by * along.get(m)[i]);
            }
            moved.add(values);
        }
        return moved;
    }

    @Test
    void pointsTheSameWayInBf16AsInFp32() {
        // Given
        PackedExamples examples = PackedExamples.of(TinyExamples.of(6, 4));
        List<List<float[]>> gradients = new ArrayList<>();
        for (Precision precision : List.of(Precision.FP32, Precision.BF16)) {
            try (LlamaNetwork network = open(precision, 0);
                    AdamW adamW = adamW(network)) {
                adamW.overwrite(network.lora().all(), someAdapters(network));

                // When
                network.accumulate(examples, 1);
                gradients.add(gradients(network));
            }
        }

        // Then
        assertThat(cosine(gradients.get(0), gradients.get(1))).isGreaterThan(0.999);
    }

    private static double cosine(List<float[]> one, List<float[]> other) {
        double product = 0;
        double ones = 0;
        double others = 0;
        for (int m = 0; m < one.size(); m++) {
            for (int i = 0; i < one.get(m).length; i++) {
                product += one.get(m)[i] * (double) other.get(m)[i];
                ones += one.get(m)[i] * (double) one.get(m)[i];
                others += other.get(m)[i] * (double) other.get(m)[i];
            }
        }
        return product / Math.sqrt(ones * others);
    }

    @Test
    void dropsInputsOfAdaptersOnlyWhileTraining() {
        // Given
        PackedExamples examples = PackedExamples.of(TinyExamples.of(6, 4));
        try (LlamaNetwork plain = open(Precision.FP32, 0);
                LlamaNetwork dropping = open(Precision.FP32, 0.5);
                AdamW plainAdamW = adamW(plain);
                AdamW droppingAdamW = adamW(dropping)) {
            plainAdamW.overwrite(plain.lora().all(), someAdapters(plain));
            droppingAdamW.overwrite(dropping.lora().all(), someAdapters(dropping));

            // When
            double trained = dropping.accumulate(examples, 1);
            double scored = dropping.score(examples).negativeLogLikelihood();

            // Then
            assertThat(scored).isEqualTo(plain.score(examples).negativeLogLikelihood());
            assertThat(trained).isNotEqualTo(scored);
        }
    }
}
