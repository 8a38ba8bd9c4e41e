package io.parlance.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerDiagnosisTest {
    @TempDir
    Path folder;

    private BrokerOptions options;

    @BeforeEach
    void choosePort() {
        options = BrokerOptions.keeping(folder, 9092);
    }

    @Test
    void saysWhatToDoInsteadOfShowingATrace() throws IOException {
        assertThat(after("ERROR Error writing: java.io.IOException: No space left on device"))
                .contains("disk of " + folder)
                .contains("free some space");
        assertThat(after("org.apache.kafka.common.KafkaException: Socket server failed to bind to 127.0.0.1:9092"))
                .contains("Port 9092")
                .contains("choose another port");
        assertThat(after("Failed to acquire lock on file .lock in " + folder)).contains("in use by another Kafka");
    }

    @Test
    void quotesTheLastWordsWithoutTheirStackFrames() throws IOException {
        assertThat(after("ERROR Unknown trouble\n\tat kafka.Kafka.main(Kafka.scala)\n\t... 2 more"))
                .contains("ERROR Unknown trouble")
                .doesNotContain("\tat");
    }

    @Test
    void leavesOutWhatAnEarlierProcessSaid() throws IOException {
        // Given
        Path log = Files.writeString(folder.resolve("broker.log"), "No space left on device\n");

        // When
        String reason = BrokerDiagnosis.of(log, Files.size(log), options);

        // Then
        assertThat(reason).doesNotContain("disk");
    }

    private String after(String said) throws IOException {
        Path log = Files.writeString(folder.resolve("broker.log"), said + "\n");
        return BrokerDiagnosis.of(log, 0, options);
    }
}
