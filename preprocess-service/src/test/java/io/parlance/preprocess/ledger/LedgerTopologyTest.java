package io.parlance.preprocess.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.parlance.contracts.Change;
import io.parlance.contracts.DatasetCounted;
import io.parlance.contracts.DropReason;
import io.parlance.contracts.Parent;
import io.parlance.contracts.Source;
import io.parlance.contracts.Split;
import io.parlance.contracts.Topics;
import io.parlance.contracts.Traits;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LedgerTopologyTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final LedgerWorld world = new LedgerWorld(registry);

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void balancesWhatWentInWithWhatBecameOfIt() {
        // Given
        world.submit("live", "c1");
        world.submit("live", "c2");
        world.submit("file-1", "c1");
        world.prepare("live", "c1", Split.TRAIN);
        world.drop("live", "c2", DropReason.EXACT_DUPLICATE);
        // When
        Map<String, List<DatasetCounted>> told = world.told();
        // Then
        assertThat(told)
                .containsOnly(
                        Map.entry(
                                "live",
                                List.of(new DatasetCounted(
                                        "live", 2, 1, 1, Map.of("train", 1L), Map.of("exact_duplicate", 1L)))),
                        Map.entry("file-1", List.of(new DatasetCounted("file-1", 1, 0, 0, Map.of(), Map.of()))));
    }

    @Test
    void balancesUnderRepetition() {
        // Given
        for (int i = 0; i < 3; i++) {
            world.submit("live", "c1");
        }
        world.prepare("live", "c1", Split.TEST);
        world.drop("live", "c1", DropReason.ALREADY_KNOWN);
        world.drop("live", "c1", DropReason.ALREADY_KNOWN);
        // When
        DatasetCounted told = world.told().get("live").getLast();
        // Then
        assertThat(told.submitted()).isEqualTo(3).isEqualTo(told.prepared() + told.dropped());
        assertThat(world.places("c1")).extracting(Place::kind).hasSize(6).contains(RecordKind.PREPARED);
    }

    @Test
    void tellsOnlyWhatChanged() {
        // Given
        world.submit("live", "c1");
        world.submit("file-1", "c1");
        world.told();
        // When
        world.submit("file-1", "c2");
        Map<String, List<DatasetCounted>> told = world.told();
        // Then
        assertThat(told.keySet()).containsExactly("file-1");
        assertThat(world.told()).isEmpty();
    }

    @Test
    void countsALongConversationOnce() {
        // Given
        world.submit("live", "c1");
        world.prepare("live", "c1", Split.TRAIN, 100, LedgerWorld.part(1, 3));
        world.prepare("live", "c1", Split.TRAIN, 100, LedgerWorld.part(2, 3));
        world.prepare("live", "c1", Split.TRAIN, 60, LedgerWorld.part(3, 3));
        // When
        DatasetCounted told = world.told().get("live").getLast();
        // Then
        assertThat(told.prepared()).isEqualTo(1);
        Figures figures = world.figures("live");
        assertThat(figures.total(Figure.FURTHER_PARTS)).isEqualTo(2);
        assertThat(figures.of(Figure.TOKENS)).isEqualTo(new TreeMap<>(Map.of("64", 2L, "32", 1L)));
        assertThat(figures.of(Figure.TOKEN_SUM)).isEqualTo(new TreeMap<>(Map.of("all", 260L, "trained", 6L)));
    }

    @Test
    void passesOverTombstonesAndForeignRecords() {
        // Given
        for (String topic : List.of(
                Topics.CONVERSATIONS_SUBMITTED,
                Topics.CONVERSATIONS_REJECTED,
                Topics.EXAMPLES_PREPARED,
                Topics.EXAMPLES_DROPPED)) {
            world.write(topic, null);
        }
        world.write(Topics.EXAMPLES_PREPARED, "{\"dataset\":\"live\"}".getBytes(StandardCharsets.UTF_8));
        // When
        world.submit("live", "c1");
        // Then
        assertThat(world.told().get("live").getLast().submitted()).isEqualTo(1);
        assertThat(registry.counter("parlance.preprocess.ledger.tombstones").count())
                .isEqualTo(4);
        assertThat(registry.counter("parlance.preprocess.ledger.unreadable").count())
                .isEqualTo(1);
    }

    @Test
    void countsWhatPreprocessRefusesAsNoSubmission() {
        // Given
        world.write(
                Topics.CONVERSATIONS_SUBMITTED,
                "{\"dataset\":\"file-1\",\"messages\":[]}".getBytes(StandardCharsets.UTF_8));
        world.reject("file-1", "rej-1", null, "kafka:conversations.submitted.v1-0@0");
        world.reject("file-1", "rej-2", "c9", "file:file-1");
        world.submit("file-1", "c1");
        // When
        DatasetCounted told = world.told().get("file-1").getLast();
        // Then
        assertThat(told.submitted()).isEqualTo(1);
        Figures figures = world.figures("file-1");
        assertThat(figures.total(Figure.REFUSED)).isEqualTo(1);
        assertThat(figures.of(Figure.REJECTED)).isEqualTo(new TreeMap<>(Map.of("file", 1L, "kafka", 1L)));
        assertThat(world.places("rej-1")).hasSize(1);
        assertThat(world.places("c9"))
                .containsExactly(new Place("c9", "file-1", RecordKind.REJECTED, 0, 1, 1_000, "rej-2"));
    }

    @Test
    void countsARefusalOnceThatARepeatedRequestRepeats() {
        // Given
        world.reject("live", "rej-1", null, "http:req-1");
        world.reject("live", "rej-2", null, "http:req-1");
        // When
        world.reject("live", "rej-1", null, "http:req-1");
        // Then
        assertThat(world.figures("live").of(Figure.REJECTED)).isEqualTo(new TreeMap<>(Map.of("http", 2L)));
        assertThat(world.places("rej-1")).hasSize(2);
    }

    @Test
    void countsWhereConversationsCameFromAndWhatWasDoneToThem() {
        // Given
        world.submit("live", "c1", new Source("http", "req-1", 1L, "openai_chat"), null);
        world.submit("live", "c2", new Source("file", "file-1", 2L, "alpaca"), null);
        world.submit("live", "c3", new Source("augmentation", "c1", null, null), new Parent("c1", "noise@1"));
        world.prepare(
                "live",
                "c1",
                Split.TRAIN,
                70,
                new Traits(
                        "stock", "stock", "en", null, null, null, null, null, List.of(new Change("strip-html@1", 2))));
        world.drop("live", "c2", DropReason.TOO_LONG, new Change("strip-html@1", 1));
        // When
        Figures figures = world.figures("live");
        // Then
        assertThat(figures.of(Figure.SOURCE)).containsOnlyKeys("http", "file", "augmentation");
        assertThat(figures.of(Figure.PLACE)).containsOnlyKeys("file:file-1");
        assertThat(figures.of(Figure.STRATUM)).containsOnlyKeys("train/stock");
        assertThat(figures.of(Figure.LANGUAGE)).containsOnlyKeys("en");
        assertThat(figures.of(Figure.CHANGED)).containsEntry("strip-html@1", 2L);
        assertThat(figures.of(Figure.CHANGED_TURNS)).containsEntry("strip-html@1", 3L);
        assertThat(figures.examples()).containsOnly(Map.entry("too_long", "c2"));
        assertThat(world.places("c1"))
                .filteredOn(place -> place.kind() == RecordKind.CHILD)
                .extracting(Place::relative)
                .containsExactly("c3");
    }

    @Test
    void keepsAsManyNamesAsAFigureHasAndCountsTheRestAsOthers() {
        // Given
        int more = Figure.PLACE.mostNames() + 5;
        // When
        for (int i = 0; i < more; i++) {
            world.submit("live", "c" + i, new Source("folder", "file-" + i + ".txt", 1L, null), null);
        }
        // Then
        Figures figures = world.figures("live");
        assertThat(figures.total(Figure.PLACE)).isEqualTo(more);
        assertThat(figures.of(Figure.PLACE)).containsEntry(Figure.OTHERS, 5L);
    }

    @Test
    void goesOnCountingDatasetsThatItHadToForget() {
        // Given: more datasets than stay in memory
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 100; i++) {
                world.submit("file-" + i, "c" + round);
            }
        }
        // When
        Map<String, List<DatasetCounted>> told = world.told();
        // Then
        assertThat(told).hasSize(100).allSatisfy((dataset, events) -> assertThat(
                        events.getLast().submitted())
                .isEqualTo(2));
    }

    @Test
    void tellsConversationsApartWhoseIdsBeginAlike() {
        // Given
        world.submit("live", "c1");
        world.submit("live", "c11");
        world.submit("file-1", "c1");
        // When
        List<Place> places = world.places("c1");
        // Then
        assertThat(places).extracting(Place::dataset).containsExactlyInAnyOrder("live", "file-1");
    }

    @Test
    void forgetsWhatATombstoneTakesAwayAndNothingElse() {
        // Given
        world.submit("file-1", "c1");
        world.submit("live", "c1");
        world.drop("file-1", "c1", DropReason.TOO_LONG);
        world.drop("live", "c1", DropReason.TOO_LONG);
        world.told();
        // When
        world.tombstone(Topics.CONVERSATIONS_SUBMITTED, "file-1/c1");
        world.tombstone(Topics.EXAMPLES_DROPPED, "file-1/c1");
        // Then
        assertThat(world.places("c1")).extracting(Place::dataset).containsExactly("live", "live");
        assertThat(world.figures("file-1").examples()).isEmpty();
        assertThat(world.figures("live").examples()).containsOnly(Map.entry("too_long", "c1"));
        assertThat(world.figures("file-1").total(Figure.SUBMITTED)).isZero();
        assertThat(world.figures("file-1").of(Figure.ERASED)).containsOnly(Map.entry("submitted", 1L));
        assertThat(world.figures("live").total(Figure.SUBMITTED)).isEqualTo(1);
    }

    @Test
    void forgetsAllPartsOfALongConversation() {
        // Given
        world.prepare("live", "c1", Split.TRAIN, 10, LedgerWorld.part(1, 2));
        world.prepare("live", "c1", Split.TRAIN, 10, LedgerWorld.part(2, 2));
        world.prepare("live", "c#3", Split.TRAIN);
        // When
        world.tombstone(Topics.EXAMPLES_PREPARED, "c1");
        world.tombstone(Topics.EXAMPLES_PREPARED, "c1#2");
        world.prepare("live", "c", Split.TRAIN);
        // Then
        assertThat(world.places("c1")).isEmpty();
        assertThat(world.places("c#3")).hasSize(1);
        world.tombstone(Topics.EXAMPLES_PREPARED, "c#3");
        assertThat(world.places("c#3")).isEmpty();
        assertThat(world.places("c")).hasSize(1);
    }

    @Test
    void forgetsAChildUnderItsParentToo() {
        // Given
        world.submit("live", "c1");
        world.submit("live", "c2", new Source("augmentation", "c1", null, null), new Parent("c1", "noise@1"));
        // When
        world.tombstone(Topics.CONVERSATIONS_SUBMITTED, "c2");
        // Then
        assertThat(world.places("c2")).isEmpty();
        assertThat(world.places("c1")).extracting(Place::kind).containsExactly(RecordKind.SUBMITTED);
    }

    @Test
    void forgetsARefusalUnderBothItsIds() {
        // Given
        world.reject("file-1", "rej-1", "c9", "file:file-1");
        // When
        world.tombstone(Topics.CONVERSATIONS_REJECTED, "rej-1");
        // Then
        assertThat(world.places("rej-1")).isEmpty();
        assertThat(world.places("c9")).isEmpty();
    }

    @Test
    void keepsWhatComesAfterATombstone() {
        // Given
        world.submit("live", "c1");
        world.tombstone(Topics.CONVERSATIONS_SUBMITTED, "c1");
        // When
        world.submit("live", "c1");
        // Then
        assertThat(world.places("c1")).extracting(Place::offset).containsExactly(2L);
    }
}
