package io.parlance.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.parlance.model.artifact.LlamaConfigJson;
import io.parlance.model.artifact.LlamaTensors;
import io.parlance.model.artifact.safetensors.SafetensorsWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TinyModelTest {
    @TempDir
    Path folder;

    @Test
    void theSameSeedGivesTheSameBytesAndAnotherSeedOtherWeights() throws IOException {
        // When
        Path first = TinyModel.write(folder.resolve("first"), 7);
        Path second = TinyModel.write(folder.resolve("second"), 7);
        Path other = TinyModel.write(folder.resolve("other"), 8);

        // Then
        for (String file : List.of(
                "config.json",
                "generation_config.json",
                "tokenizer.json",
                "tokenizer_config.json",
                "model.safetensors")) {
            assertThat(Files.mismatch(first.resolve(file), second.resolve(file)))
                    .as(file)
                    .isEqualTo(-1);
        }
        assertThat(Files.mismatch(first.resolve("model.safetensors"), other.resolve("model.safetensors")))
                .isNotEqualTo(-1);
    }

    @Test
    void isReadBackAsItWasDescribed() {
        // Given
        Path model = TinyModel.write(folder, 1);

        // When
        SafetensorsWeights weights = SafetensorsWeights.open(model);

        // Then
        assertThat(LlamaConfigJson.read(model)).isEqualTo(TinyModel.CONFIG);
        assertThat(weights.names())
                .isEqualTo(LlamaTensors.shapes(TinyModel.CONFIG).keySet());
        LlamaTensors.check("tiny", TinyModel.CONFIG, weights);
        assertThat(weights.read("model.norm.weight")).hasSize(64).doesNotContain(0f);
    }
}
