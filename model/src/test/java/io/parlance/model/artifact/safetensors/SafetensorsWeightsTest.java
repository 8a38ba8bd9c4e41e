package io.parlance.model.artifact.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parlance.model.artifact.ModelFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsWeightsTest {
    @TempDir
    Path folder;

    @BeforeEach
    void twoShards() throws IOException {
        new SafetensorsWriter()
                .add("a", List.of(1L), () -> new float[] {1})
                .write(folder.resolve("model-00001-of-00002.safetensors"));
        new SafetensorsWriter()
                .add("b", List.of(1L), () -> new float[] {2})
                .write(folder.resolve("model-00002-of-00002.safetensors"));
        index("\"a\": \"model-00001-of-00002.safetensors\", \"b\": \"model-00002-of-00002.safetensors\"");
    }

    @Test
    void readsShardsThroughTheirIndex() {
        // When
        SafetensorsWeights weights = SafetensorsWeights.open(folder);

        // Then
        assertThat(weights.names()).containsExactly("a", "b");
        assertThat(weights.read("a")).containsExactly(1);
        assertThat(weights.read("b")).containsExactly(2);
    }

    @Test
    void aMissingShardIsNamed() throws IOException {
        // Given
        Files.delete(folder.resolve("model-00002-of-00002.safetensors"));

        // When
        assertThatThrownBy(() -> SafetensorsWeights.open(folder))
                // Then
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("model-00002-of-00002.safetensors is missing");
    }

    @Test
    void anIndexThatPromisesATensorWhichTheShardLacksIsRefused() throws IOException {
        // Given
        index("\"c\": \"model-00001-of-00002.safetensors\"");

        // When
        assertThatThrownBy(() -> SafetensorsWeights.open(folder))
                // Then
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("has no tensor c");
    }

    @Test
    void aShardOutsideTheFolderIsRefused() throws IOException {
        // Given
        index("\"a\": \"../elsewhere.safetensors\"");

        // When
        assertThatThrownBy(() -> SafetensorsWeights.open(folder))
                // Then
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("must lie in the folder itself");
    }

    @Test
    void aFolderWithAPickleOnlyIsRefusedWithTheReason() throws IOException {
        // Given
        Path other = Files.createDirectory(folder.resolve("other"));
        Files.write(other.resolve("pytorch_model.bin"), new byte[1]);

        // When
        assertThatThrownBy(() -> SafetensorsWeights.open(other))
                // Then
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("pytorch_model.bin is a pickle");
    }

    private void index(String map) throws IOException {
        Files.writeString(
                folder.resolve("model.safetensors.index.json"),
                "{\"metadata\": {\"total_size\": 8}, \"weight_map\": {%s}}".formatted(map));
    }
}
