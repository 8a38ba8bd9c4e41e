package io.parlance.model.artifact.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parlance.model.artifact.ModelFormatException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelManifestTest {
    private static final String DIGEST = "0123456789abcdef".repeat(4);

    @Test
    void isReadBackAsItWasWritten() {
        // Given
        ModelManifest manifest = manifest();

        // When
        ModelManifest again = ModelManifest.fromJson("manifest.json", manifest.toJson());

        // Then
        assertThat(again).isEqualTo(manifest);
        assertThat(again.toJson()).isEqualTo(manifest.toJson());
        assertThat(again.partBytes()).isEqualTo(12);
    }

    @Test
    void fieldsOfALaterWriterArePassedOver() {
        // Given
        String json = text().replace("\"kind\"", "\"colour\": \"green\", \"kind\"");

        // When
        ModelManifest read = ModelManifest.fromJson("manifest.json", json.getBytes(StandardCharsets.UTF_8));

        // Then
        assertThat(read).isEqualTo(manifest());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "format": 1            | "format": 2            | format is 2; this build reads format 1
            "kind": "base"         | "kind": "merged"       | kind is "merged"; this build knows base and fine-tuned
            "kind": "base"         | "kind": "fine-tuned"   | only a fine-tuned one has a base model
            "bytes": 5             | "bytes": -5            | parts[].bytes is -5
            "path": "a.json"       | "path": "../a.json"    | does not lie in the model's folder
            "sha256": "0123        | "sha256": "O123        | expected 64 lower-case hex digits
            "tokenizerSha256"      | "tokeniserSha256"      | tokenizerSha256 is absent
            """)
    void aDamagedManifestIsRefusedWithTheFieldThatIsWrong(String as, String changed, String complaint) {
        // Given
        assertThat(text()).contains(as);
        byte[] json = text().replace(as, changed).getBytes(StandardCharsets.UTF_8);

        // When
        assertThatThrownBy(() -> ModelManifest.fromJson("some/manifest.json", json))
                // Then
                .isInstanceOf(ModelFormatException.class)
                .hasMessageStartingWith("some/manifest.json: ")
                .hasMessageContaining(complaint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/etc/passwd", "..", "a/../../b", "./a"})
    void aPartOutsideTheModelsFolderIsRefused(String path) {
        // When
        assertThatThrownBy(() -> new ModelPart(path, DIGEST, 1))
                // Then
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not lie in the model's folder");
    }

    private static String text() {
        return new String(manifest().toJson(), StandardCharsets.UTF_8);
    }

    private static ModelManifest manifest() {
        return new ModelManifest(
                "base-1",
                ModelDescription.base(DIGEST, DIGEST, new TreeMap<>()),
                List.of(new ModelPart("b/c.bin", DIGEST, 7), new ModelPart("a.json", DIGEST, 5)));
    }
}
