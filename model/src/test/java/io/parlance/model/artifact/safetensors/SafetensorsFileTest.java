package io.parlance.model.artifact.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parlance.model.artifact.ModelFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsFileTest {
    @TempDir
    Path folder;

    @Test
    void readsBackWhatTheWriterWrote() {
        // Given
        Path path = folder.resolve("model.safetensors");
        new SafetensorsWriter()
                .add("b", List.of(2L, 3L), () -> new float[] {1, -2, 3.5f, Float.MIN_VALUE, Float.MAX_VALUE, -0f})
                .addLongs("ids", List.of(2L), () -> new long[] {Long.MIN_VALUE, 42})
                .add("a", List.of(), () -> new float[] {7})
                .add("empty", List.of(0L, 4L), () -> new float[0])
                .write(path);

        // When
        SafetensorsFile file = SafetensorsFile.open(path);

        // Then
        assertThat(file.names()).containsExactly("ids", "a", "b", "empty");
        assertThat(file.read("b")).containsExactly(1, -2, 3.5f, Float.MIN_VALUE, Float.MAX_VALUE, -0f);
        assertThat(file.readLongs("ids")).containsExactly(Long.MIN_VALUE, 42);
        assertThat(file.shape("a")).isEmpty();
        assertThat(file.read("a")).containsExactly(7);
        assertThat(file.read("empty")).isEmpty();
        assertThat(file.metadata()).containsEntry("format", "pt");
    }

    @Test
    void aTensorOfSeveralChunksKeepsEveryValue() {
        // Given
        float[] values = new float[700_001];
        for (int i = 0; i < values.length; i++) values[i] = i;
        Path path = folder.resolve("large.safetensors");

        // When
        new SafetensorsWriter()
                .add("large", List.of((long) values.length), () -> values)
                .write(path);

        // Then
        assertThat(SafetensorsFile.open(path).read("large")).isEqualTo(values);
    }

    @Test
    void theOrderOfAddingDoesNotChangeTheBytes() throws IOException {
        // When
        new SafetensorsWriter()
                .add("a", List.of(1L), () -> new float[] {1})
                .add("b", List.of(1L), () -> new float[] {2})
                .write(folder.resolve("ab"));
        new SafetensorsWriter()
                .add("b", List.of(1L), () -> new float[] {2})
                .add("a", List.of(1L), () -> new float[] {1})
                .write(folder.resolve("ba"));

        // Then
        assertThat(Files.mismatch(folder.resolve("ab"), folder.resolve("ba"))).isEqualTo(-1);
    }

    @Test
    void halfPrecisionIsWidenedExactly() throws IOException {
        // Given
        ByteBuffer data = ByteBuffer.allocate(28).order(ByteOrder.LITTLE_ENDIAN);
        data.putShort((short) 0x3C01).putShort((short) 0x8001).putShort((short) 0x7C00); // F16
        data.putShort((short) 0x3F81).putShort((short) 0xFF80).putShort((short) 0x0001); // BF16
        data.putDouble(0.1).putInt(-5).putInt(6);
        Path path = file("""
                {"h":{"dtype":"F16","shape":[3],"data_offsets":[0,6]},"b":{"dtype":"BF16","shape":[3],"data_offsets":[6,12]},
                 "d":{"dtype":"F64","shape":[1],"data_offsets":[12,20]},"i":{"dtype":"I32","shape":[2],"data_offsets":[20,28]}}""", data.array());

        // When
        SafetensorsFile file = SafetensorsFile.open(path);

        // Then
        assertThat(file.read("h")).containsExactly(0x1.004p0f, -0x1p-24f, Float.POSITIVE_INFINITY);
        assertThat(file.read("b")).containsExactly(0x1.02p0f, Float.NEGATIVE_INFINITY, 0x1p-133f);
        assertThat(file.read("d")).containsExactly(0.1f);
        assertThat(file.readLongs("i")).containsExactly(-5, 6);
        assertThatThrownBy(() -> file.read("i"))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("tensor i has type I32; read it as whole numbers");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"t":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}                                                        | 8 | tensor t ends at byte 16 of the data, but there are only 8
            {"t":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}                                                         | 8 | tensor t: shape [3] of F32 does not take 8 bytes
            {"t":{"dtype":"F8_E4M3","shape":[8],"data_offsets":[0,8]}}                                                     | 8 | tensor t has type F8_E4M3; this build reads F64, F32
            {"t":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"u":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}    | 8 | tensor u overlaps tensor t
            {"t":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}                                                         | 8 | 4 bytes between the header and tensor t belong to none
            {"t":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}                                                         | 8 | 4 bytes after tensor t belong to no tensor
            {"t":{"dtype":"F32","shape":[-1],"data_offsets":[0,8]}}                                                        | 8 | tensor t: shape is [-1]
            {"t":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,8]}}                                     | 8 | impossible shape
            {"t":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}                                                         | 8 | data_offsets [8, 0], expected [start, end]
            {"t":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"t":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}    | 8 | Duplicate
            {"t":{"dtype":"F32","shape":[2],"data_offsets":[0,8]                                                           | 8 | not valid JSON
            """)
    void refusesAHeaderThatDoesNotFitItsDataAndSaysWhere(String header, int dataBytes, String complaint)
            throws IOException {
        // Given
        Path path = file(header, new byte[dataBytes]);

        // When
        assertThatThrownBy(() -> SafetensorsFile.open(path))
                // Then
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining(path.toString())
                .hasMessageContaining(complaint);
    }

    @Test
    void aFileCutAnywhereIsRefusedNotMisread() throws IOException {
        // Given
        Path whole = folder.resolve("whole");
        new SafetensorsWriter()
                .add("a", List.of(4L), () -> new float[] {1, 2, 3, 4})
                .write(whole);
        byte[] bytes = Files.readAllBytes(whole);

        for (int length = 0; length < bytes.length; length++) {
            Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(bytes, length));
            // When
            assertThatThrownBy(() -> SafetensorsFile.open(cut))
                    // Then
                    .as("%d of %d bytes", length, bytes.length)
                    .isInstanceOf(ModelFormatException.class)
                    .hasMessageContaining(cut.toString());
        }
    }

    @Test
    void aMissingTensorIsNamed() {
        // Given
        Path path = folder.resolve("model.safetensors");
        new SafetensorsWriter().add("a", List.of(1L), () -> new float[1]).write(path);

        // When
        assertThatThrownBy(() -> SafetensorsFile.open(path).read("lm_head.weight"))
                // Then
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("has no tensor lm_head.weight");
    }

    private Path file(String header, byte[] data) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(text.length).put(text).put(data);
        return Files.write(folder.resolve("made.safetensors"), bytes.array());
    }
}
