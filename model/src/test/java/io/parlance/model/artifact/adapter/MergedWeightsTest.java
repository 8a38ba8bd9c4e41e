package io.parlance.model.artifact.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.parlance.model.TinyModel;
import io.parlance.model.artifact.ArrayWeights;
import io.parlance.model.artifact.ModelFormatException;
import io.parlance.model.artifact.Weights;
import io.parlance.model.artifact.safetensors.SafetensorsWeights;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MergedWeightsTest {
    private static final String MODULE = "model.layers.1.mlp.down_proj"; // (64, 128)

    @TempDir
    Path folder;

    private Weights base;

    @BeforeEach
    void tinyModel() {
        base = SafetensorsWeights.open(TinyModel.write(folder, 3));
    }

    @Test
    void addsTheScaledProductOfTheAdaptersMatrices() {
        // Given
        float[] a = random(3 * 128);
        float[] b = random(64 * 3);
        LoraAdapter adapter = adapter(a, b, 128);

        // When
        float[] merged = new MergedWeights(base, adapter).read(MODULE + ".weight");

        // Then
        float[] before = base.read(MODULE + ".weight");
        for (int o = 0; o < 64; o++) {
            for (int i = 0; i < 128; i++) {
                double product = 0;
                for (int r = 0; r < 3; r++) product += (double) b[o * 3 + r] * a[r * 128 + i];
                assertThat((double) merged[o * 128 + i]).isCloseTo(before[o * 128 + i] + 2.0 * product, within(1e-6));
            }
        }
    }

    @Test
    void leavesEveryOtherTensorAsItIs() {
        // Given
        LoraAdapter adapter = adapter(random(3 * 128), random(64 * 3), 128);

        // When
        MergedWeights merged = new MergedWeights(base, adapter);

        // Then
        assertThat(merged.names()).isEqualTo(base.names());
        for (String name : base.names()) {
            if (!name.startsWith(MODULE)) {
                assertThat(merged.read(name)).as(name).isEqualTo(base.read(name));
            }
        }
    }

    @Test
    void anAdapterOfAnotherShapeIsRefusedBeforeAnythingIsRead() {
        // Given
        LoraAdapter adapter = adapter(random(3 * 96), random(64 * 3), 96);

        // When
        assertThatThrownBy(() -> new MergedWeights(base, adapter))
                // Then
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining(
                        MODULE + ".weight is 64 x 96, the base model's [64, 128]; it was trained on another");
    }

    private static LoraAdapter adapter(float[] a, float[] b, long in) {
        ArrayWeights tensors = new ArrayWeights.Builder()
                .add(LoraAdapter.downName(MODULE), List.of(3L, in), a)
                .add(LoraAdapter.upName(MODULE), List.of(64L, 3L), b)
                .build();
        return new LoraAdapter("another", 3, 6, 0.05, List.of("down_proj"), tensors);
    }

    private static float[] random(int size) {
        Random random = new Random(size);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) values[i] = (float) random.nextGaussian() * 0.1f;
        return values;
    }
}
