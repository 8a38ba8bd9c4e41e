package io.parlance.preprocess.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {
    @TempDir
    private Path folder;

    private StateFolder state;

    @BeforeEach
    void open() {
        Properties settings = new Properties();
        settings.setProperty(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
        settings.setProperty(StreamsConfig.APPLICATION_ID_CONFIG, "app");
        state = new StateFolder(settings);
    }

    @Test
    void hasNothingToDoubtWhereNothingIs() {
        assertThat(state.isInDoubt()).isFalse();
    }

    @Test
    void doubtsWhatAKilledProcessLeft() throws IOException {
        // When
        state.entered();
        Files.createDirectories(folder.resolve("app").resolve("2_0"));
        // Then
        assertThat(state.isInDoubt()).isTrue();
    }

    @Test
    void believesAProcessThatEndedInOrderUntilTheNextBegins() throws IOException {
        // Given
        Files.createDirectories(folder.resolve("app").resolve("2_0"));
        // When
        state.leftInOrder();
        // Then
        assertThat(state.isInDoubt()).isFalse();
        // When
        state.entered();
        // Then
        assertThat(state.isInDoubt()).isTrue();
    }
}
