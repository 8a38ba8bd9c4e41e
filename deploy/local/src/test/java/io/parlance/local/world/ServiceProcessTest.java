package io.parlance.local.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceProcessTest {
    @TempDir
    Path folder;

    @Test
    void readsWhatAServiceSaysItLacks() {
        // Given
        String health = """
                {"status":"DOWN","checks":[
                  {"name":"kafka","status":"UP","data":{"topics":"13"}},
                  {"name":"trainer","status":"DOWN","data":{"missing":"importing the base model","queue read":false}}]}""";

        // When, Then
        assertThat(ServiceProcess.missing(health)).isEqualTo("importing the base model; queue read is false");
        assertThat(ServiceProcess.missing("<html>")).isEmpty();
    }

    @Test
    void saysWhyAProcessEndedByItsSignalOrItsLastError() throws IOException {
        // Given
        Path log = Files.writeString(
                folder.resolve("trainer.log"),
                "old ERROR of the run before\nINFO up\nERROR Failed to start: port 8083 in use\nINFO bye\n");
        Path full = Files.writeString(folder.resolve("full.log"), "java.io.IOException: No space left on device\n");

        // When, Then
        assertThat(LastWords.of(137, log, 0)).isEqualTo("was killed (SIGKILL)");
        assertThat(LastWords.of(1, log, 0)).isEqualTo("ended with code 1: ERROR Failed to start: port 8083 in use");
        assertThat(LastWords.of(1, full, 0)).isEqualTo("ended with code 1: the disk is full, free some space");
        assertThat(LastWords.of(1, log, Files.size(log))).isEqualTo("ended with code 1");
    }
}
