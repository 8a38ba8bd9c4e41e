package io.parlance.model.artifact.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parlance.model.artifact.HuggingFaceFolder;
import io.parlance.model.artifact.HuggingFaceFolderWriter;
import io.parlance.model.artifact.ModelJson;
import io.parlance.model.artifact.TensorDigest;
import io.parlance.model.artifact.Weights;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real base model. Needs {@code -Dparlance.smollm2=<gguf>} and {@code -Dparlance.reference.smollm2=<folder with
 * tensors.json>}.
 */
@Tag("real-model")
class SmolLm2TensorsTest {
    @TempDir
    Path folder;

    @Test
    void everyReferenceTensorHasItsDigest() {
        // Given
        JsonNode reference = ModelJson.read(given("parlance.reference.smollm2").resolve("tensors.json"))
                .tree();
        GgufFile file = GgufFile.open(given("parlance.smollm2"));

        // When
        GgufWeights weights = GgufWeights.of(file, LlamaGguf.config(file));

        // Then
        assertThat(reference.size()).isPositive();
        for (Map.Entry<String, JsonNode> tensor : reference.properties()) {
            assertThat(TensorDigest.of(weights.read(tensor.getKey())))
                    .as(tensor.getKey())
                    .isEqualTo(tensor.getValue()
                            .get("sha256_of_little_endian_float32")
                            .textValue());
        }
        assertThat(weights.names()).hasSize(30 * 9 + 2);
    }

    @Test
    void writtenAsAFolderItIsTheSameModel() {
        // Given
        GgufModel model = GgufModel.open(given("parlance.smollm2"));
        Path written = folder.resolve("written");

        // When
        try (Weights weights = model.openWeights()) {
            HuggingFaceFolderWriter.write(written, model, weights);
        }

        // Then
        HuggingFaceFolder again = HuggingFaceFolder.open(written);
        assertThat(again.config()).isEqualTo(model.config());
        assertThat(again.chatFormat().tokenizer().sha256())
                .isEqualTo(model.chatFormat().tokenizer().sha256());
        assertThat(again.chatFormat().templateSha256())
                .isEqualTo(model.chatFormat().templateSha256());
        try (Weights before = model.openWeights();
                Weights after = again.openWeights()) {
            for (String name : before.names()) {
                assertThat(TensorDigest.of(after.read(name))).as(name).isEqualTo(TensorDigest.of(before.read(name)));
            }
        }
    }

    private static Path given(String property) {
        return Path.of(Objects.requireNonNull(System.getProperty(property), "this test needs -D" + property));
    }
}
