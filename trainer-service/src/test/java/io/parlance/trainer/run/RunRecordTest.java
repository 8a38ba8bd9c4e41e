package io.parlance.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RunRecordTest {
    @ParameterizedTest
    @MethodSource("everyState")
    void aRunIsReadAsItWasWritten(TrainingRun run) throws IOException {
        assertThat(RunRecord.read(RunRecord.write(run))).isEqualTo(run);
    }

    @Test
    void anUnknownFieldIsPassedOver() throws IOException {
        // Given
        TrainingRun run = TestRuns.queued("r");
        String json = new String(RunRecord.write(run), StandardCharsets.UTF_8);

        // When
        TrainingRun read =
                RunRecord.read(json.replaceFirst("\\{", "{\"later\":1,").getBytes(StandardCharsets.UTF_8));

        // Then
        assertThat(read).isEqualTo(run);
    }

    @Test
    void anUnknownStateIsRefusedByName() {
        // Given
        byte[] json = new String(RunRecord.write(TestRuns.queued("r")), StandardCharsets.UTF_8)
                .replace("\"queued\"", "\"paused\"")
                .getBytes(StandardCharsets.UTF_8);

        // Then
        assertThatThrownBy(() -> RunRecord.read(json))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("'paused'");
    }

    static List<TrainingRun> everyState() {
        return Stream.concat(RunRulesTest.unfinished().stream(), RunRulesTest.ended().stream())
                .toList();
    }
}
