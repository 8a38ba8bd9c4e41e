package io.parlance.trainer.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.parlance.contracts.Embedding;
import io.parlance.contracts.ExamplePrepared;
import io.parlance.contracts.OffsetRange;
import io.parlance.contracts.Split;
import io.parlance.contracts.TokenIds;
import io.parlance.contracts.TokenSpan;
import io.parlance.contracts.Topics;
import io.parlance.contracts.Turn;
import io.parlance.trainer.journal.EventFormat;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
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
        WindowReader.add(selection, new ConsumerRecord<>(Topics.EXAMPLES_PREPARED, 0, 6, "c-1", null));

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
        assertThat(selection.result().repeated()).isZero();
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

    @Test
    void findsWhatSurvivedAnErasureBehindTheWindowEachOnceAndInItsOldPlace() {
        // Given
        List<OffsetRange> window = List.of(new OffsetRange(0, 0, 6), new OffsetRange(1, 0, 3));
        List<OffsetRange> whole = List.of(new OffsetRange(0, 0, 12), new OffsetRange(1, 0, 3));
        ConsumerRecord<String, byte[]> last = record("c-last", 5, "c-last");
        ConsumerRecord<String, byte[]> first = kept("c-first", 8, "0@2");
        ConsumerRecord<String, byte[]> firstAgain = kept("c-first", 9, "0@2");
        ConsumerRecord<String, byte[]> ofLater = kept("c-later", 10, "0@7");
        ConsumerRecord<String, byte[]> later = record("c-later", 7, "c-later");

        // When
        WindowReader.add(selection, last);
        for (ConsumerRecord<String, byte[]> behind : List.of(later, first, firstAgain, ofLater)) {
            WindowReader.addKept(selection, window, behind);
        }

        // Then
        assertThat(WindowReader.behind(window, whole)).containsExactly(new OffsetRange(0, 6, 12));
        WindowExamples examples = selection.result();
        assertThat(examples.train())
                .extracting(example -> example.size())
                .containsExactly("c-first".length(), "c-last".length());
        // Of three there were, one is erased: its tombstone lies behind, too, where nobody looks for it.
        assertThat(examples.goneSince(3)).isEqualTo(1);
    }

    private static ConsumerRecord<String, byte[]> kept(String id, long offset, String former) {
        ConsumerRecord<String, byte[]> kept = record(id, offset, "kept/" + former.replace('@', '/'));
        kept.headers().add("parlance-kept", former.getBytes(StandardCharsets.UTF_8));
        return kept;
    }

    private static ConsumerRecord<String, byte[]> record(long offset, String key) {
        return record("c-1", offset, key);
    }

    /** With as many tokens as the id has letters. */
    private static ConsumerRecord<String, byte[]> record(String id, long offset, String key) {
        ExamplePrepared example = new ExamplePrepared(
                id,
                "live",
                Split.TRAIN,
                List.of(new Turn("user", "hi"), new Turn("assistant", "ho")),
                new TokenIds(IntStream.rangeClosed(1, id.length()).toArray()),
                List.of(new TokenSpan(1, id.length())),
                new Embedding(1f),
                "tiny",
                FORMAT.tokenizerSha256(),
                FORMAT.templateSha256(),
                "dd".repeat(32));
        ConsumerRecord<String, byte[]> record = new ConsumerRecord<>(
                Topics.EXAMPLES_PREPARED, 0, offset, key, EventFormat.bytes(EventFormat.toTree(example)));
        record.headers().add("ce_id", ("prepared/" + id).getBytes(StandardCharsets.UTF_8));
        return record;
    }
}
