package io.parlance.model.artifact.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.parlance.model.artifact.LlamaConfig;
import io.parlance.model.artifact.ModelFormatException;
import io.parlance.model.artifact.ModelJson;
import io.parlance.model.artifact.RopeScaling;
import io.parlance.model.artifact.TensorDigest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against gguf-py: resources gguf/every-type.*, see the README beside them. */
class GgufWeightsTest {
    @TempDir
    Path folder;

    private Path path;

    @BeforeEach
    void copyOutOfTheJar() throws IOException {
        path = Files.write(folder.resolve("every-type.gguf"), resource("every-type.gguf"));
    }

    @Test
    void everyTypeIsDequantisedToTheBitAndEveryRowIsInItsPlace() throws IOException {
        // Given
        JsonNode golden =
                ModelJson.parse("every-type.json", new String(resource("every-type.json"), StandardCharsets.UTF_8));
        GgufFile file = GgufFile.open(path);

        // When
        GgufWeights weights = GgufWeights.of(file, LlamaGguf.config(file));

        // Then
        assertThat(file.tensors().values().stream().map(GgufTensor::type).collect(Collectors.toSet()))
                .isEqualTo(EnumSet.allOf(GgufTensorType.class));
        Set<String> names = new HashSet<>();
        golden.fieldNames().forEachRemaining(names::add);
        assertThat(weights.names()).isEqualTo(names);
        for (String name : names) {
            JsonNode expected = golden.get(name);
            float[] values = weights.read(name);
            assertThat(values[0]).as(name).isEqualTo((float)
                    expected.at("/first/0").doubleValue());
            assertThat(TensorDigest.of(values))
                    .as("%s, %s", name, expected.get("type"))
                    .isEqualTo(expected.get("sha256_of_little_endian_float32").textValue());
            assertThat(weights.shape(name))
                    .as(name)
                    .isEqualTo(expected.get("shape")
                            .valueStream()
                            .map(JsonNode::longValue)
                            .toList());
        }
    }

    @Test
    void theShapeOfTheNetworkIsReadFromTheMetadata() {
        // When
        LlamaConfig config = LlamaGguf.config(GgufFile.open(path));

        // Then
        assertThat(config)
                .isEqualTo(new LlamaConfig(
                        320,
                        256,
                        64,
                        1,
                        2,
                        1,
                        32,
                        256,
                        1e-5,
                        1e5,
                        new RopeScaling.None(),
                        true,
                        false,
                        false,
                        List.of(2),
                        1,
                        2));
    }

    @Test
    void aFileCutInItsHeaderOrItsDataIsRefusedNotMisread() throws IOException {
        // Given
        byte[] bytes = resource("every-type.gguf");

        for (int length = 0; length < bytes.length - 32; length += 97) {
            Path cut = Files.write(folder.resolve("cut.gguf"), Arrays.copyOf(bytes, length));
            // When
            assertThatThrownBy(() -> GgufFile.open(cut))
                    // Then
                    .as("%d of %d bytes", length, bytes.length)
                    .isInstanceOf(ModelFormatException.class)
                    .hasMessageContaining(cut.toString());
        }
    }

    @Test
    void anUnknownArchitectureIsRefusedByName() throws IOException {
        // Given
        GgufFile other = altered("general.architecture", 12, "llama", "gemma");

        // When
        assertThatThrownBy(() -> LlamaGguf.config(other))
                // Then
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("general.architecture is gemma; this build computes llama only");
    }

    @Test
    void anUnknownTensorTypeIsRefusedByName() throws IOException {
        // Given: two dimensions (4 + 16 bytes) lie between a tensor's name and its type
        byte[] bytes = resource("every-type.gguf");
        bytes[indexOf(bytes, "blk.0.ffn_up.weight") + "blk.0.ffn_up.weight".length() + 20] = 13;
        Path changed = Files.write(folder.resolve("changed.gguf"), bytes);

        // When
        assertThatThrownBy(() -> GgufFile.open(changed))
                // Then
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("tensor blk.0.ffn_up.weight has the tensor type Q5_K; this build reads F32, F16");
    }

    @Test
    void aTensorThatLlamaDoesNotHaveIsRefusedByName() throws IOException {
        // Given
        GgufFile other = altered("blk.0.ffn_up.weight", 0, "blk.0.ffn_up", "blk.0.ffn_xx");

        // When
        assertThatThrownBy(() -> GgufWeights.of(other, LlamaGguf.config(other)))
                // Then
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("tensor blk.0.ffn_xx.weight belongs to no network this build computes");
    }

    /** The file with {@code from} replaced where it follows {@code key} by {@code gap} bytes or stands within it. */
    private GgufFile altered(String key, int gap, String from, String to) throws IOException {
        byte[] bytes = resource("every-type.gguf");
        int at = indexOf(bytes, key) + (gap == 0 ? 0 : key.length() + gap);
        assertThat(new String(bytes, at, from.length(), StandardCharsets.US_ASCII))
                .isEqualTo(from);
        System.arraycopy(to.getBytes(StandardCharsets.US_ASCII), 0, bytes, at, to.length());
        return GgufFile.open(Files.write(folder.resolve("altered.gguf"), bytes));
    }

    private static int indexOf(byte[] bytes, String text) {
        int index = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
        assertThat(index).isPositive();
        return index;
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream stream = GgufWeightsTest.class.getResourceAsStream("/gguf/" + name)) {
            assertThat(stream).as(name).isNotNull();
            return stream.readAllBytes();
        }
    }
}
