package io.parlance.model.artifact.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.parlance.model.artifact.ArtifactException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderArtifactStoreTest {
    private static final String DIGEST = "0123456789abcdef".repeat(4);

    @TempDir
    Path root;

    private ArtifactStore store;

    @BeforeEach
    void openStore() {
        store = ArtifactStore.at(root.toUri());
    }

    @Test
    void aCommittedModelIsOpenedWithEveryPartAndFact() throws IOException {
        // Given
        StoredModel stored = commit("m-1", "hello");

        // When
        OpenedModel opened = ArtifactStore.at(root.toUri()).open(stored);

        // Then
        assertThat(opened.folder()).isEqualTo(root.resolve("models/m-1"));
        assertThat(opened.manifest().parts())
                .extracting(ModelPart::path, ModelPart::bytes)
                .containsExactly(tuple("config.json", 2L), tuple("onnx/model.onnx", 5L));
        assertThat(opened.manifest().description()).isEqualTo(description());
        assertThat(Files.readString(opened.part("onnx/model.onnx"))).isEqualTo("hello");
        assertThat(stored.bytes()).isEqualTo(2 + 5 + Files.size(root.resolve("models/m-1/manifest.json")));
        assertThat(stored.sha256()).isEqualTo(Sha256.of(root.resolve("models/m-1/manifest.json")));
    }

    @Test
    void nothingIsSeenOfAModelBeforeItIsCommitted() throws IOException {
        // Given
        try (StagedModel staged = store.stage("m-1")) {
            write(staged, "half");

            // When, Then
            assertThat(store.find("m-1")).isEmpty();
        }
        assertThat(store.find("m-1")).isEmpty();
        try (Stream<Path> left = Files.walk(root)) {
            assertThat(left.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void whatAKilledProcessLeftBehindIsGoneInTheNextAttempt() throws IOException {
        // Given
        StagedModel killed = store.stage("m-1");
        Files.writeString(killed.folder().resolve("stray.bin"), "left");

        // When
        StoredModel stored = commit("m-1", "hello");

        // Then
        assertThat(store.open(stored).manifest().parts())
                .extracting(ModelPart::path)
                .doesNotContain("stray.bin");
    }

    @Test
    void committingTheSameModelAgainGivesTheOneThatIsThere() throws IOException {
        // Given
        StoredModel first = commit("m-1", "hello");

        // When
        StoredModel second = commit("m-1", "hello");

        // Then
        assertThat(second).isEqualTo(first);
        assertThat(store.find("m-1")).contains(first);
    }

    @Test
    void anIdIsNeverGivenOtherContent() throws IOException {
        // Given
        StoredModel first = commit("m-1", "hello");

        // When
        assertThatThrownBy(() -> commit("m-1", "other"))
                // Then
                .isInstanceOf(ArtifactException.class)
                .hasMessageContaining("already holds a model m-1 with other content");
        assertThat(Files.readString(store.open(first).part("onnx/model.onnx"))).isEqualTo("hello");
    }

    @Test
    void aMissingPartIsNamedWithWhatToDo() throws IOException {
        // Given
        StoredModel stored = commit("m-1", "hello");
        Path part = root.resolve("models/m-1/onnx/model.onnx");
        Files.delete(part);

        // When
        assertThatThrownBy(() -> store.open(stored))
                // Then
                .isInstanceOf(ArtifactException.class)
                .hasMessageContaining(part + " is missing (5 bytes expected). Restore it");
    }

    @Test
    void aTruncatedPartIsNamedWithBothSizes() throws IOException {
        // Given
        StoredModel stored = commit("m-1", "hello");
        Files.writeString(root.resolve("models/m-1/onnx/model.onnx"), "hel");

        // When
        assertThatThrownBy(() -> store.open(stored))
                // Then
                .isInstanceOf(ArtifactException.class)
                .hasMessageContaining("model.onnx has 3 bytes, expected 5: it is truncated");
    }

    @Test
    void aPartOfTheSameSizeWithOtherBytesIsNoticedEvenAfterItWasReadOnce() throws IOException {
        // Given
        StoredModel stored = commit("m-1", "hello");
        store.open(stored);
        Path part = root.resolve("models/m-1/onnx/model.onnx");
        Files.writeString(part, "jello");
        Files.setLastModifiedTime(part, FileTime.fromMillis(1_000));

        // When
        assertThatThrownBy(() -> store.open(stored))
                // Then
                .isInstanceOf(ArtifactException.class)
                .hasMessageContaining("model.onnx has sha256 ")
                .hasMessageContaining("expected " + Sha256.of("hello".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aManifestThatWasChangedAfterItWasAnnouncedIsRefused() throws IOException {
        // Given
        StoredModel stored = commit("m-1", "hello");
        Path manifest = root.resolve("models/m-1/manifest.json");
        Files.writeString(manifest, Files.readString(manifest).replace("coffee", "teapot"));

        // When
        assertThatThrownBy(() -> store.open(stored))
                // Then
                .isInstanceOf(ArtifactException.class)
                .hasMessageContaining("it was changed after it was announced");
    }

    @Test
    void aRemovedModelIsNamed() {
        // Given
        URI uri = root.resolve("models/gone/manifest.json").toUri();

        // When
        assertThatThrownBy(() -> store.open(new StoredModel(uri, DIGEST, 1)))
                // Then
                .isInstanceOf(ArtifactException.class)
                .hasMessageContaining("gone/manifest.json cannot be read");
    }

    @Test
    void aRootMayBeRelativeToTheProcesssFolder() {
        assertThat(ArtifactStore.at(URI.create("file:data/artifacts")).find("m-1"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3://bucket/models", "https://example.org/models"})
    void aStoreThisBuildDoesNotHaveIsRefusedByName(String uri) {
        // When
        assertThatThrownBy(() -> ArtifactStore.at(URI.create(uri)))
                // Then
                .isInstanceOf(ArtifactException.class)
                .hasMessageContaining(URI.create(uri).getScheme() + ": is not in this build yet");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../m", "a/b", "", ".hidden", "a b"})
    void anIdThatIsNoFolderNameIsRefused(String id) {
        // When
        assertThatThrownBy(() -> store.stage(id))
                // Then
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no folder name");
    }

    private StoredModel commit(String id, String content) throws IOException {
        try (StagedModel staged = store.stage(id)) {
            write(staged, content);
            return staged.commit(description());
        }
    }

    private static void write(StagedModel staged, String content) throws IOException {
        Files.writeString(staged.folder().resolve("config.json"), "{}");
        Files.createDirectories(staged.folder().resolve("onnx"));
        Files.writeString(staged.folder().resolve("onnx/model.onnx"), content);
    }

    private static ModelDescription description() {
        SortedMap<String, String> facts = new TreeMap<>();
        facts.put("dataset", "coffee");
        return ModelDescription.fineTuned("base-1", DIGEST, DIGEST, facts);
    }
}
