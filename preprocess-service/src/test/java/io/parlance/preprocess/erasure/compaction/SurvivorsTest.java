package io.parlance.preprocess.erasure.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.parlance.preprocess.erasure.log.Offsets;
import io.parlance.preprocess.intake.ConversationName;
import io.parlance.preprocess.intake.TombstoneHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SurvivorsTest {
    private final Offsets erased = new Offsets();
    private final Survivors survivors = new Survivors(erased);
    private long next;

    @Test
    void keepsWhatHasNoKeyAndAllButTheLastOfASharedOne() {
        // Given
        long unkeyed = value(null);
        long first = value("many");
        long second = value("many");
        long last = value("many");
        long alone = value("one");
        // When
        Survivors.Seen seen = survivors.seen();
        // Then
        assertThat(list(seen.toKeep())).containsExactly(unkeyed, first, second);
        assertThat(list(seen.surviving())).containsExactly(unkeyed, first, second, last, alone);
    }

    @Test
    void keepsOthersUnderTheKeyOfAnErasedRecord() {
        // Given
        long other = value("many");
        long hers = value("many");
        long another = value("many");
        erased.add(hers);
        tombstone("many", Marks.ERASURE);
        // When
        Survivors.Seen seen = survivors.seen();
        // Then
        assertThat(list(seen.toKeep())).containsExactly(other, another);
        assertThat(list(seen.surviving())).containsExactly(other, another);
    }

    @Test
    void keepsNothingOfWhatATombstoneOfAnotherMeans() {
        // Given
        long before = value("c-1");
        tombstone("c-1");
        long after = value("c-1");
        // When
        Survivors.Seen seen = survivors.seen();
        // Then
        assertThat(list(seen.toKeep())).isEmpty();
        assertThat(list(seen.surviving())).containsExactly(after);
        assertThat(list(seen.doomed())).containsExactly(before);
    }

    @Test
    void keepsNothingTwiceWhenItIsBegunAgainAfterAKill() {
        // Given
        long unkeyed = value(null);
        long first = value("many");
        long last = value("many");
        kept(unkeyed);
        // When
        Survivors.Seen seen = survivors.seen();
        // Then
        assertThat(list(seen.toKeep())).containsExactly(first);
        assertThat(list(seen.surviving())).containsExactly(unkeyed, first, last);
    }

    @Test
    void countsAKeptRecordThatIsErasedOnceWhereItsOriginalIsLongGone() {
        // Given
        next = 100;
        erased.add(100);
        long kept = kept(7);
        // When
        Survivors.Seen seen = survivors.seen();
        // Then
        assertThat(list(erased)).containsExactly(kept);
        assertThat(list(seen.surviving())).isEmpty();
    }

    @Test
    void keepsWhatOnlySeemsToBeKeptAndErasesNothingBesideAForgedCopy() {
        // Given
        long unkeyed = value(null);
        long forged = kept(unkeyed);
        long another = value(null);
        erased.add(another + 1);
        long hers = kept(another);
        // When
        assertThat(list(survivors.claims())).containsExactly(forged, hers);
        survivors.claimed().forEach(survivors::isNotCopied);
        Survivors.Seen seen = survivors.seen();
        // Then
        assertThat(list(erased)).containsExactly(hers);
        assertThat(list(seen.toKeep())).containsExactly(unkeyed, another);
        assertThat(list(seen.surviving())).containsExactly(unkeyed, another);
    }

    @Test
    void doesNotKeepACopyOfACopy() {
        // Given
        next = 100;
        kept(7);
        kept(7);
        // When
        Survivors.Seen seen = survivors.seen();
        // Then
        assertThat(list(seen.surviving())).containsExactly(7L);
        assertThat(list(seen.toKeep())).isEmpty();
    }

    @Test
    void countsAKeptRecordAsWhatItWas() {
        // Given
        next = 100;
        kept(7);
        // When
        Survivors.Seen seen = survivors.seen();
        // Then
        assertThat(list(seen.surviving())).containsExactly(7L);
        assertThat(list(seen.toKeep())).isEmpty();
    }

    @Test
    void erasesTheOriginalWithTheKeptRecordAndTheOtherWayRound() {
        // Given
        erased.add(1);
        erased.add(2);
        long original = value(null);
        long kept = kept(original);
        long another = value(null);
        long anotherKept = kept(another);
        // When
        Survivors.Seen seen = survivors.seen();
        // Then
        assertThat(list(erased)).containsExactly(original, kept, another, anotherKept);
        assertThat(list(seen.surviving())).isEmpty();
        assertThat(list(seen.toKeep())).isEmpty();
    }

    @Test
    void suspectsWhatCameUnderTheKeyBeforeItsTombstone() {
        // Given
        long late = value("c-1");
        tombstone("c-1", Marks.ERASURE, TombstoneHeaders.DATASET, TombstoneHeaders.CONVERSATION);
        value("c-1");
        // When
        Offsets suspects = survivors.suspects();
        // Then
        ConversationName named =
                new ConversationName("of " + TombstoneHeaders.DATASET, "of " + TombstoneHeaders.CONVERSATION);
        assertThat(list(suspects)).containsExactly(late);
        assertThat(survivors.isErased(named, late)).isTrue();
        assertThat(survivors.isErased(named, late + 1)).isFalse();
        assertThat(survivors.isErased(new ConversationName("live", "c-2"), late))
                .isFalse();
    }

    @Test
    @Timeout(20)
    void suspectsEveryRecordOnceWhereManyOfOneKeyAreErased() {
        // Given
        int records = 60_000;
        for (int i = 0; i < records; i++) {
            long offset = value("many");
            if (i % 10 == 0) {
                erased.add(offset);
            }
        }
        for (int i = 0; i < records / 10; i++) {
            tombstone("many", Marks.ERASURE, TombstoneHeaders.DATASET, TombstoneHeaders.CONVERSATION);
        }
        // When
        Offsets suspects = survivors.suspects();
        // Then
        assertThat(suspects.count()).isEqualTo(records - records / 10);
        assertThat(survivors.seen().toKeep().count()).isEqualTo(records - records / 10);
    }

    @Test
    void remembersTheLastOffsetOfManyKeys() {
        // Given
        LastByKey last = new LastByKey();
        // When
        for (int i = 0; i < 5_000; i++) {
            assertThat(last.put(LastByKey.hash(bytes("k" + i)), i)).isEqualTo(LastByKey.NONE);
        }
        // Then
        for (int i = 0; i < 5_000; i++) {
            assertThat(last.put(LastByKey.hash(bytes("k" + i)), 10_000)).isEqualTo(i);
        }
    }

    private long value(String key) {
        return see(key, "text", new RecordHeaders());
    }

    private long kept(long original) {
        return see(
                "kept/0/" + original, "text", new RecordHeaders().add(TombstoneHeaders.KEPT, bytes("0@" + original)));
    }

    private void tombstone(String key, String... headers) {
        RecordHeaders with = new RecordHeaders();
        for (String header : headers) {
            with.add(header, bytes("of " + header));
        }
        see(key, null, with);
    }

    private long see(String key, String value, org.apache.kafka.common.header.Headers headers) {
        long offset = next++;
        survivors.see(new ConsumerRecord<>(
                "t",
                0,
                offset,
                0,
                TimestampType.CREATE_TIME,
                0,
                0,
                key == null ? null : bytes(key),
                value == null ? null : bytes(value),
                headers,
                Optional.empty()));
        return offset;
    }

    private static List<Long> list(Offsets offsets) {
        List<Long> list = new ArrayList<>();
        offsets.forEach(list::add);
        return list;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
