package io.parlance.trainer.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.parlance.contracts.Embedding;
import io.parlance.contracts.ExamplePrepared;
import io.parlance.contracts.Split;
import io.parlance.contracts.TokenIds;
import io.parlance.contracts.TokenSpan;
import io.parlance.contracts.Topics;
import io.parlance.contracts.Turn;
import io.parlance.trainer.journal.EventFormat;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class WindowReaderTest {
    private static final ExampleFormat FORMAT = new ExampleFormat("aa".repeat(32), "bb".repeat(32));
    private final WindowSelection selection = new WindowSelection("live", FORMAT);

    @Test
    void countsTombstonesAsErasedAndPassesOverTheMarksOfACompaction() {
        // When
        WindowReader.add(selection, new ConsumerRecord<>(Topics.EXAMPLES_PREPARED, 0, 4, "c-1", null));
        WindowReader.add(selection, new ConsumerRecord<>(Topics.EXAMPLES_PREPARED, 0, 5, "roll/0", null));

        // Then
        WindowExamples examples = selection.result();
        assertThat(examples.erased()).isEqualTo(1);
        assertThat(examples.unreadable()).isZero();
        assertThat(examples.isWorthAWarning()).isFalse();
    }

    @Test
    void takesARecordThatWasWrittenAgainForTheOneItWas() {
        // Given
        ConsumerRecord<String, byte[]> once = record(4, "c-1");
        ConsumerRecord<String, byte[]> again = record(9, "kept/0/4");
        again.headers().add("parlance-kept", "0@4".getBytes(StandardCharsets.UTF_8));

        // When
        WindowReader.add(selection, once);
        WindowReader.add(selection, again);

        // Then
        assertThat(selection.result().train()).hasSize(1);
        assertThat(selection.result().repeated()).isEqualTo(1);
    }

    @Test
    void findsARecordThatWasWrittenAgainWhereItsFormerPlaceIsEmpty() {
        // Given
        ConsumerRecord<String, byte[]> again = record(9, "kept/0/4");
        again.headers().add("parlance-kept", "0@4".getBytes(StandardCharsets.UTF_8));

        // When
        WindowReader.add(selection, again);

        // Then
        assertThat(selection.result().train()).hasSize(1);
    }

    private static ConsumerRecord<String, byte[]> record(long offset, String key) {
        ExamplePrepared example = new ExamplePrepared(
                "c-1",
                "live",
                Split.TRAIN,
                List.of(new Turn("user", "hi"), new Turn("assistant", "ho")),
                new TokenIds(1, 2, 3),
                List.of(new TokenSpan(1, 3)),
                new Embedding(1f),
                "tiny",
                FORMAT.tokenizerSha256(),
                FORMAT.templateSha256(),
                "dd".repeat(32));
        ConsumerRecord<String, byte[]> record = new ConsumerRecord<>(
                Topics.EXAMPLES_PREPARED, 0, offset, key, EventFormat.bytes(EventFormat.toTree(example)));
        record.headers().add("ce_id", "prepared/c-1".getBytes(StandardCharsets.UTF_8));
        return record;
    }
}
