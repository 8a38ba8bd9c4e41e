package io.parlance.trainer.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ExampleTallyTest {
    private static final ExampleFormat FORMAT = new ExampleFormat("t", "c");
    private static final OptionalLong NEVER_MOVED = OptionalLong.empty();

    @Test
    void countsTrainingExamplesByDatasetAndFormat() {
        // Given
        ExampleTally tally = new ExampleTally();

        // When
        tally.example(0, 0, "a", NEVER_MOVED, example("live", "train"));
        tally.example(1, 0, "b", NEVER_MOVED, example("live", "train"));
        tally.example(1, 1, "c", NEVER_MOVED, example("live", "test"));
        tally.example(1, 2, "d", NEVER_MOVED, example("file-1", "train"));
        tally.example(1, 3, "e", NEVER_MOVED, "{".getBytes(StandardCharsets.UTF_8));

        // Then
        assertThat(tally.train("live", FORMAT)).isEqualTo(2);
        assertThat(tally.train("file-1", FORMAT)).isEqualTo(1);
        assertThat(tally.train("live", new ExampleFormat("other", "c"))).isZero();
        assertThat(tally.isStale()).isFalse();
    }

    @Test
    void countsNoErasedExampleInTheNextCountWhetherCompactedOrNot() {
        // Given
        ExampleTally first = new ExampleTally();
        first.example(0, 0, "a", NEVER_MOVED, example("live", "train"));
        first.example(0, 1, "b", NEVER_MOVED, example("live", "train"));
        first.erased(0, 2, "a");
        assertThat(first.isStale()).isTrue();

        // When
        ExampleTally next = first.anew();
        next.example(0, 0, "a", NEVER_MOVED, example("live", "train"));
        next.example(0, 1, "b", NEVER_MOVED, example("live", "train"));
        next.erased(0, 2, "a");
        next.example(0, 3, "a", NEVER_MOVED, example("live", "train"));

        // Then
        assertThat(next.train("live", FORMAT)).isEqualTo(2);
        assertThat(next.isStale()).isFalse();
    }

    @Test
    void countsARecordThatWasWrittenAgainOnce() {
        // Given
        ExampleTally before = new ExampleTally();
        ExampleTally after = new ExampleTally();

        // When
        before.example(0, 0, "a", NEVER_MOVED, example("live", "train"));
        before.example(0, 5, "kept/0/0", OptionalLong.of(0), example("live", "train"));
        after.example(0, 5, "kept/0/0", OptionalLong.of(0), example("live", "train"));

        // Then
        assertThat(before.train("live", FORMAT)).isEqualTo(1);
        assertThat(after.train("live", FORMAT)).isEqualTo(1);
    }

    private static byte[] example(String dataset, String split) {
        return "{\"dataset\":\"%s\",\"split\":\"%s\",\"tokenizerSha256\":\"t\",\"templateSha256\":\"c\"}"
                .formatted(dataset, split)
                .getBytes(StandardCharsets.UTF_8);
    }
}
