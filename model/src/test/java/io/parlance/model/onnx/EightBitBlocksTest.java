package io.parlance.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.parlance.model.TinyModel;
import io.parlance.model.artifact.ModelFormatException;
import io.parlance.model.artifact.Weights;
import io.parlance.model.artifact.safetensors.SafetensorsWeights;
import io.parlance.model.text.TokenIds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EightBitBlocksTest {
    @TempDir
    private Path folder;

    @Test
    void keepsEveryWeightWithinHalfAStepOfItsBlock() {
        // Given
        Matrix matrix = new Matrix(5, 96, randomValues(5 * 96));
        // When
        QuantisedBlocks blocks = QuantisedBlocks.of(matrix, "some.weight");
        // Then
        float[] kept = blocks.values().values();
        for (int i = 0; i < kept.length; i++) {
            float halfStep = blocks.scales()[i / 32] / 2;
            assertThat(kept[i]).isCloseTo(matrix.values()[i], within(halfStep * 1.001f));
        }
    }

    @Test
    void keepsWeightsOfAQ8GridExactly() {
        // Given: whole numbers times a scale, the largest number of a block being 127, and a block of zeros.
        Random random = new Random(1);
        float[] values = new float[64 * 32];
        for (int i = 0; i < values.length - 32; i++) {
            float scale = Float.float16ToFloat(Float.floatToFloat16(0.001f * (1 + i / 32)));
            values[i] = scale * (i % 32 == 7 ? 127 : random.nextInt(-127, 128));
        }
        // When
        QuantisedBlocks blocks = QuantisedBlocks.of(new Matrix(64, 32, values), "some.weight");
        // Then: but for the rounding of 127 * scale / 127.
        float[] kept = blocks.values().values();
        for (int i = 0; i < values.length; i++) {
            assertThat(kept[i]).isCloseTo(values[i], within(Math.ulp(values[i]) * 2));
        }
    }

    @Test
    void refusesARowThatIsNoWholeNumberOfBlocks() {
        assertThatThrownBy(() -> QuantisedBlocks.of(new Matrix(2, 48, new float[96]), "layers.0.mlp.up_proj"))
                .isInstanceOf(ModelFormatException.class)
                .hasMessage(
                        "layers.0.mlp.up_proj has 48 columns; the form int8 needs a multiple of 32. Serve this model as fp32.");
    }

    @Test
    void computesWhatItsRoundedWeightsGiveInSinglePrecision() throws IOException {
        // Given: the plain twin is the fp32 form of the weights as they are after rounding.
        Path model = TinyModel.write(folder.resolve("model"), 21);
        try (SafetensorsWeights weights = SafetensorsWeights.open(model)) {
            ServedFormWriter.write(TinyModel.CONFIG, weights, ServedForm.INT8, folder.resolve("int8"));
            ServedFormWriter.write(TinyModel.CONFIG, new Rounded(weights), ServedForm.FP32, folder.resolve("twin"));
        }
        TokenIds text =
                TokenIds.of(new Random(2).ints(80, 3, TinyModel.VOCABULARY_SIZE).toArray());
        // When
        double[][] int8 = logProbabilities("int8", text);
        double[][] twin = logProbabilities("twin", text);
        // Then: what remains is the rounding of activations to eight bits.
        double divergence = 0;
        for (int t = 0; t < twin.length; t++) {
            for (int id = 0; id < twin[t].length; id++) {
                divergence += Math.exp(twin[t][id]) * (twin[t][id] - int8[t][id]) / twin.length;
            }
        }
        assertThat(divergence).isBetween(0.0, 1e-4);
    }

    private double[][] logProbabilities(String form, TokenIds text) {
        double[][] result = new double[text.size()][];
        BitSet all = new BitSet();
        all.set(0, text.size());
        try (Decoder decoder = OnnxDecoder.open(folder.resolve(form), new DecoderOptions(1, 100, 1))) {
            decoder.logits(0, text, all, (position, logits) -> {
                double total = LogProbabilities.logSumExp(logits);
                result[position] = new double[logits.length];
                for (int id = 0; id < logits.length; id++) {
                    result[position][id] = logits[id] - total;
                }
            });
        }
        return result;
    }

    private static float[] randomValues(int count) {
        Random random = new Random(9);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /** Weights whose matrices went through {@link QuantisedBlocks}. */
    private record Rounded(Weights exact) implements Weights {
        @Override
        public Set<String> names() {
            return exact.names();
        }

        @Override
        public List<Long> shape(String name) {
            return exact.shape(name);
        }

        @Override
        public float[] read(String name) {
            List<Long> shape = shape(name);
            return shape.size() == 1
                    ? exact.read(name)
                    : QuantisedBlocks.of(
                                    new Matrix(
                                            Math.toIntExact(shape.get(0)),
                                            Math.toIntExact(shape.get(1)),
                                            exact.read(name)),
                                    name)
                            .values()
                            .values();
        }

        @Override
        public void close() {}
    }
}
