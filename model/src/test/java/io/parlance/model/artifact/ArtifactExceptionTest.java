package io.parlance.model.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactExceptionTest {
    @TempDir
    Path folder;

    @Test
    void aFullDiskIsSaidInPlainWordsWithWhatIsNeededAndWhatIsFree() {
        // When
        ArtifactException failure = ArtifactException.writing(
                folder.resolve("model.safetensors"), 538_090_408, new IOException("No space left on device"));

        // Then
        assertThat(failure)
                .hasMessageContaining("the disk is full: " + folder)
                .hasMessageContaining("needs 538,090,408 bytes for model.safetensors")
                .hasMessageContaining(" free; make room there");
    }

    @Test
    void anyOtherFailedWriteNamesTheFileAndTheReason() {
        // When
        ArtifactException failure =
                ArtifactException.writing(folder.resolve("config.json"), 10, new IOException("Permission denied"));

        // Then
        assertThat(failure)
                .hasMessageContaining(folder.resolve("config.json") + " could not be written")
                .hasMessageContaining("Permission denied");
    }
}
