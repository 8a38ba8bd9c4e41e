package io.parlance.preprocess.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.parlance.contracts.Change;
import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.DatasetCounted;
import io.parlance.contracts.DropReason;
import io.parlance.contracts.Parent;
import io.parlance.contracts.Source;
import io.parlance.contracts.Split;
import io.parlance.contracts.Topics;
import io.parlance.contracts.Traits;
import io.parlance.contracts.Turn;
import io.parlance.preprocess.intake.TombstoneHeaders;
import io.parlance.preprocess.stream.EventJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ErasedInLedgerTest {
    private static final String SUBMITTED = Topics.CONVERSATIONS_SUBMITTED;
    private static final Traits TRAITS =
            new Traits("stock", "stock", "en", null, null, null, null, null, List.of(new Change("strip-html@1", 2)));

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final LedgerWorld world = new LedgerWorld(registry);

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void findsWhatASubjectSaidInAllDatasetsByTheDigestOfItsName() {
        // Given
        world.submitOf("guest-7", "live", "c1");
        world.submitOf("guest-7", "file-1", "c1");
        world.submitOf("guest-70", "live", "c2");
        world.submit("live", "c3");
        // When
        List<Place> places = world.ofSubject("guest-7");
        // Then
        assertThat(places)
                .containsExactlyInAnyOrder(
                        new Place("c1", "live", RecordKind.SUBMITTED, 0, 0, 1_000, null),
                        new Place("c1", "file-1", RecordKind.SUBMITTED, 0, 1, 1_000, null));
        assertThat(world.ofSubject("nobody")).isEmpty();
    }

    @Test
    void forgetsTheSubjectWithTheConversation() {
        // Given
        world.submitOf("guest-7", "live", "c1");
        world.submitOf("guest-7", "live", "c2");
        // When
        world.tombstone(SUBMITTED, "c1");
        // Then
        assertThat(world.ofSubject("guest-7")).extracting(Place::conversationId).containsExactly("c2");
    }

    @Test
    void countsWhatIsLeftAndHowManyAreErased() {
        // Given
        world.submit("live", "c1", new Source("file", "f", 1L, null), null);
        world.submit("live", "c2");
        world.submit("live", "c2");
        world.prepare("live", "c1", Split.TRAIN, 70, TRAITS);
        world.prepare("live", "c2", Split.TEST, 100, Traits.NONE);
        world.drop("live", "c2", DropReason.ALREADY_KNOWN);
        Figures all = world.figures("live");
        // When
        for (String topic : List.of(SUBMITTED, Topics.EXAMPLES_PREPARED, Topics.EXAMPLES_DROPPED)) {
            world.write(topic, "c1", null);
        }
        DatasetCounted told = world.told().get("live").getLast();
        // Then
        assertThat(all.of(Figure.STRATUM)).containsOnlyKeys("train/stock");
        assertThat(told)
                .isEqualTo(new DatasetCounted("live", 3, 1, 1, Map.of("test", 1L), Map.of("already_known", 1L), 1));
        Figures left = world.figures("live");
        assertThat(left.of(Figure.SUBMITTED)).containsOnly(Map.entry("", 2L));
        assertThat(left.of(Figure.ERASED)).containsOnly(Map.entry("submitted", 1L));
        assertThat(left.of(Figure.TOKEN_SUM)).containsOnly(Map.entry("all", 100L), Map.entry("trained", 2L));
        assertThat(left.of(Figure.TOKENS)).containsOnly(Map.entry("64", 1L));
        for (Figure gone :
                List.of(Figure.STRATUM, Figure.LANGUAGE, Figure.PLACE, Figure.CHANGED, Figure.CHANGED_TURNS)) {
            assertThat(left.of(gone)).as(gone.name()).isEmpty();
        }
    }

    @Test
    void countsATombstoneOnceHoweverOftenItIsWritten() {
        // Given
        world.submit("live", "c1");
        world.tombstone(SUBMITTED, "c1");
        // When
        world.tombstone(SUBMITTED, "c1");
        world.tombstone(SUBMITTED, "nobody");
        // Then
        assertThat(world.figures("live").of(Figure.ERASED)).containsOnly(Map.entry("submitted", 1L));
        assertThat(registry.counter("parlance.preprocess.ledger.tombstones").count())
                .isEqualTo(3);
    }

    @Test
    void forgetsWhomTheHeadersNameWhateverTheKeyIs() {
        // Given
        world.submitOf("guest-7", "file-1", "c1");
        world.submit("live", "file-1/c1");
        // When
        world.write(
                SUBMITTED, "kept/0/0", null, TombstoneHeaders.DATASET, "file-1", TombstoneHeaders.CONVERSATION, "c1");
        // Then
        assertThat(world.places("c1")).isEmpty();
        assertThat(world.places("file-1/c1")).hasSize(1);
    }

    @Test
    void takesAKeyWithoutHeadersForWhoeverMayBeMeant() {
        // Given
        world.submit("file-1", "c1");
        world.submit("live", "file-1/c1");
        // When
        world.tombstone(SUBMITTED, "file-1/c1");
        // Then
        assertThat(world.entries(LedgerStores.PLACES)).isZero();
    }

    @Test
    void movesAKeptRecordWithAllThatIsKnownOfItAndCountsItOnce() {
        // Given
        world.submitOf("guest-7", "live", "c1");
        world.prepare("live", "c1", Split.TRAIN, 70, TRAITS);
        world.drop("live", "c2", DropReason.TOO_LONG);
        world.reject("live", "rej-1", "c9", "http:req-1");
        Figures before = world.figures("live");
        // When
        keep(SUBMITTED, submission("guest-7", "live", "c1"), 0);
        world.write(Topics.EXAMPLES_PREPARED, "c1", null, TombstoneHeaders.DATASET, "x");
        world.tombstone(Topics.EXAMPLES_PREPARED, "c1");
        // Then
        assertThat(world.places("c1"))
                .containsExactly(new Place("c1", "live", RecordKind.SUBMITTED, 0, 1, 1_000, null));
        assertThat(world.ofSubject("guest-7")).extracting(Place::offset).containsExactly(1L);
        assertThat(world.figures("live").of(Figure.SUBMITTED)).isEqualTo(before.of(Figure.SUBMITTED));
        assertThat(world.figures("live").of(Figure.PREPARED)).isEmpty();
        assertThat(registry.counter("parlance.preprocess.ledger.kept").count()).isEqualTo(1);
        world.tombstone(SUBMITTED, "c1");
        assertThat(world.ofSubject("guest-7")).isEmpty();
        assertThat(world.figures("live").of(Figure.ERASED)).containsOnly(Map.entry("submitted", 1L));
    }

    @Test
    void movesARecordThatIsKeptTwiceBecauseItsWriterWasKilled() {
        // Given
        world.submit("live", "c1");
        keep(SUBMITTED, submission(null, "live", "c1"), 0);
        // When
        keep(SUBMITTED, submission(null, "live", "c1"), 0);
        // Then
        assertThat(world.places("c1")).extracting(Place::offset).containsExactly(2L);
        assertThat(world.figures("live").of(Figure.SUBMITTED)).containsOnly(Map.entry("", 1L));
    }

    @Test
    void notesAKeptRecordWhoseOriginalItNeverMet() {
        // Given, When
        keep(SUBMITTED, submission("guest-7", "live", "c1"), 17);
        keep(SUBMITTED, submission("guest-7", "live", "c1"), 18);
        keep(SUBMITTED, submission("guest-7", "live", "c1"), 17);
        // Then
        assertThat(world.places("c1")).extracting(Place::offset).containsExactly(1L, 2L);
        assertThat(world.figures("live").of(Figure.SUBMITTED)).containsOnly(Map.entry("", 2L));
    }

    @Test
    void countsARecordThatOnlySaysItIsAKeptOne() {
        // Given: a conversation that was kept, and another one
        world.submit("live", "c1");
        keep(SUBMITTED, submission(null, "live", "c1"), 0);
        world.submit("live", "c2");
        // When: at the other's place, at the copy's, and where nothing was; the stream has an outcome for each
        keep(SUBMITTED, submission(null, "live", "c1"), 2);
        keep(SUBMITTED, submission(null, "live", "c1"), 1);
        keep(SUBMITTED, submission(null, "live", "c1"), 77);
        // Then
        assertThat(world.figures("live").of(Figure.SUBMITTED)).containsOnly(Map.entry("", 5L));
        assertThat(world.places("c1")).extracting(Place::offset).containsExactly(1L, 3L, 4L, 5L);
    }

    @Test
    void movesOutcomesAndRefusalsTheSameWay() {
        // Given
        world.prepare("live", "c1", Split.TRAIN, 70, TRAITS);
        world.drop("live", "c2", DropReason.TOO_LONG);
        world.reject("live", "rej-1", "c9", "http:req-1");
        world.reject("live", "rej-1", "c9", "http:req-1");
        byte[] refused = "{\"id\":\"c8\",\"messages\":[]}".getBytes(StandardCharsets.UTF_8);
        world.write(SUBMITTED, refused);
        Figures before = world.figures("live");
        // When
        keep(Topics.EXAMPLES_PREPARED, world.written(Topics.EXAMPLES_PREPARED, 0), 0);
        keep(Topics.EXAMPLES_DROPPED, world.written(Topics.EXAMPLES_DROPPED, 0), 0);
        keep(Topics.CONVERSATIONS_REJECTED, world.written(Topics.CONVERSATIONS_REJECTED, 0), 0);
        keep(SUBMITTED, refused, 0);
        // Then
        assertThat(world.figures("live")).isEqualTo(before);
        assertThat(world.places("c1")).extracting(Place::offset).containsExactly(1L);
        assertThat(world.places("c2")).extracting(Place::offset).containsExactly(1L);
        assertThat(world.places("rej-1")).extracting(Place::offset).containsExactly(1L, 2L);
        assertThat(world.places("c9")).extracting(Place::offset).containsExactly(1L, 2L);
        assertThat(world.places("c8")).extracting(Place::offset).containsExactly(1L);
    }

    @Test
    void forgetsARefusalThatIsCountedUnderOneOfItsIdsOnce() {
        // Given
        world.reject("file-1", "rej-1", "c9", "http:req-1");
        // When
        world.write(
                Topics.CONVERSATIONS_REJECTED,
                "rej-1",
                null,
                TombstoneHeaders.DATASET,
                "file-1",
                TombstoneHeaders.CONVERSATION,
                "c9");
        // Then
        assertThat(world.entries(LedgerStores.PLACES)).isZero();
        assertThat(world.figures("file-1").of(Figure.REJECTED)).isEmpty();
        assertThat(world.figures("file-1").of(Figure.ERASED)).containsOnly(Map.entry("rejected", 1L));
    }

    @Test
    void knowsAChildUnderItsParentAtItsNewPlace() {
        // Given
        world.submit("live", "c1");
        ConversationSubmitted child = new ConversationSubmitted(
                "c2",
                "live",
                List.of(new Turn("user", "Hi"), new Turn("assistant", "Hello")),
                Map.of(),
                List.of(),
                null,
                List.of(),
                null,
                null,
                null,
                new Parent("c1", "noise@1"));
        world.write(child);
        // When
        keep(SUBMITTED, EventJson.write(child), 1);
        // Then
        assertThat(world.places("c1"))
                .filteredOn(place -> place.kind() == RecordKind.CHILD)
                .extracting(Place::offset)
                .containsExactly(2L);
    }

    private void keep(String topic, byte[] value, long offset) {
        world.write(topic, "kept/0/" + offset, value, TombstoneHeaders.KEPT, "0@" + offset);
    }

    private static byte[] submission(String subject, String dataset, String id) {
        return EventJson.write(new ConversationSubmitted(
                id,
                dataset,
                List.of(new Turn("user", "Hi"), new Turn("assistant", "Hello")),
                Map.of(),
                List.of(),
                null,
                List.of(),
                null,
                subject,
                null,
                null));
    }
}
