package io.parlance.preprocess.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.Embedding;
import io.parlance.contracts.Topics;
import io.parlance.contracts.Turn;
import io.parlance.preprocess.example.Candidate;
import io.parlance.preprocess.example.Outcome;
import io.parlance.preprocess.example.OverLength;
import io.parlance.preprocess.example.Preparation;
import io.parlance.preprocess.example.Received;
import io.parlance.preprocess.example.WordTokens;
import io.parlance.preprocess.intake.TombstoneHeaders;
import io.parlance.preprocess.placement.DatasetMemory;
import io.parlance.preprocess.recipe.Recipe;
import io.parlance.preprocess.split.Splits;
import io.parlance.preprocess.stream.StreamWorld.Seen;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ErasedInStreamTest {
    private static final String ANSWER =
            "It left our house this morning and will be with you on Thursday or on Friday at the latest";
    private static final String TWO_PARTS =
            "{\"id\":\"c1\",\"messages\":[{\"role\":\"user\",\"content\":\"one two three\"},{\"role\":\"assistant\",\"content\":\"four five\"},{\"role\":\"user\",\"content\":\"six seven\"},{\"role\":\"assistant\",\"content\":\"eight\"}]}";

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final DatasetMemory.Settings datasets = StreamWorld.datasets(new Splits(1, 1, 0, 0));
    private final OutcomeCounters counters = new OutcomeCounters(registry);
    private final StreamWorld world = new StreamWorld(topology(100, OverLength.DROP));

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void takesBackWhatWasToldOfAConversation() {
        // Given
        world.submit("c1", "Hi", "Hello");
        world.submit("c1", "Hi", "Hello");
        world.outcomes();
        // When
        world.erase("c1");
        // Then
        assertThat(world.outcomes())
                .allMatch(Seen::isTombstone)
                .allSatisfy(seen -> assertThat(seen.headers())
                        .containsOnly(
                                Map.entry(TombstoneHeaders.DATASET, "live"),
                                Map.entry(TombstoneHeaders.CONVERSATION, "c1")))
                .extracting(seen -> seen.topic() + " " + seen.key())
                .containsExactlyInAnyOrder(Topics.EXAMPLES_DROPPED + " c1", Topics.EXAMPLES_PREPARED + " c1");
        assertThat(world.keys(IdentityStage.STORE)).isEmpty();
        assertThat(world.keys(DatasetStage.CONVERSATIONS)).isEmpty();
    }

    @Test
    void takesTheSameIdForANewOneAfterwards() {
        // Given
        world.submit("c1", "Hi", "Hello");
        world.submit("c2", "How are you?", "Fine");
        world.erase("c1");
        world.erase("c2");
        world.outcomes();
        // When
        world.submit("c1", "Hi", "Hello");
        world.submit("c2", "Something", "else");
        // Then
        assertThat(world.outcomes()).extracting(Seen::topic).containsOnly(Topics.EXAMPLES_PREPARED);
    }

    @Test
    void keepsWhatResemblesAnErasedOne() {
        // Given
        world.submit("c1", "Where is my order?", ANSWER);
        world.submit("c2", "Where is my order?", ANSWER + " then");
        world.erase("c1");
        List<Seen> before = world.outcomes();
        // When
        world.submit("c3", "Where is my order?", ANSWER + " then");
        // Then
        assertThat(before)
                .filteredOn(seen -> !seen.isTombstone())
                .extracting(seen -> seen.text("reason"))
                .contains("near_duplicate");
        assertThat(world.outcomes()).extracting(Seen::topic).containsExactly(Topics.EXAMPLES_PREPARED);
    }

    @Test
    void doesNothingForAConversationThatItDoesNotKnow() {
        // Given
        world.submit("c1", "Hi", "Hello");
        world.outcomes();
        // When
        world.erase("nobody");
        world.erase("c1", TombstoneHeaders.DATASET, "no dataset at all", TombstoneHeaders.CONVERSATION, "c1");
        world.erase(null);
        // Then
        assertThat(world.outcomes()).isEmpty();
        assertThat(counted("tombstones")).isEqualTo(3);
        assertThat(world.keys(IdentityStage.STORE)).hasSize(1);
    }

    @Test
    void erasesWhomTheHeadersNameAndNobodyElse() {
        // Given
        world.write(null, inDataset("file-1", "c1"));
        world.write(null, inDataset("live", "file-1/c1"));
        world.outcomes();
        // When
        world.erase("some-key", TombstoneHeaders.DATASET, "file-1", TombstoneHeaders.CONVERSATION, "c1");
        // Then
        assertThat(world.outcomes()).hasSize(2).extracting(Seen::key).containsOnly("file-1/c1");
        assertThat(world.keys(DatasetStage.CONVERSATIONS)).containsExactly("live\0file-1/c1");
    }

    @Test
    void erasesWhoeverAKeyMayMeanWhenNobodyIsNamed() {
        // Given
        world.write(null, inDataset("file-1", "c1"));
        world.write(null, inDataset("live", "file-1/c1"));
        // When
        world.erase("file-1/c1");
        // Then
        assertThat(world.keys(IdentityStage.STORE)).isEmpty();
        assertThat(world.keys(DatasetStage.CONVERSATIONS)).isEmpty();
    }

    @Test
    void takesBackEveryPartOfALongConversation() {
        // Given
        try (StreamWorld parts = new StreamWorld(topology(10, OverLength.SPLIT))) {
            parts.submit(TWO_PARTS);
            parts.outcomes();
            // When
            parts.erase("c1");
            // Then
            assertThat(parts.outcomes())
                    .filteredOn(seen -> seen.topic().equals(Topics.EXAMPLES_PREPARED))
                    .allMatch(Seen::isTombstone)
                    .extracting(Seen::key)
                    .containsExactly("c1", "c1#2");
        }
    }

    @Test
    void knowsNothingOfAnErasedOneWhenStateComesBackFromItsChangelog() {
        // Given
        world.submit("c1", "Where is my order?", ANSWER);
        world.submit("c2", "Do you sell beans?", "We do");
        world.erase("c1");
        List<KeyValue<String, byte[]>> identities = world.changes(IdentityStage.STORE);
        List<KeyValue<String, byte[]>> conversations = world.changes(DatasetStage.CONVERSATIONS);
        // When
        DatasetStage restored = new DatasetStage(datasets, counters);
        MockProcessorContext<String, Step> context = new MockProcessorContext<>(new Properties());
        KeyValueStore<String, byte[]> store = store(DatasetStage.CONVERSATIONS, conversations, context);
        store(DatasetStage.STRATA, List.of(), context);
        restored.init(context);
        restored.process(arriving("c3", "Where is my order?", ANSWER));
        restored.process(arriving("c4", "Do you sell beans?", "We do"));
        // Then
        assertThat(identities.getLast().key).isEqualTo("live\0c1");
        assertThat(identities.getLast().value).isNull();
        assertThat(conversations.getLast().value).isNull();
        assertThat(context.forwarded())
                .extracting(forwarded ->
                        ((Step.Ended) forwarded.record().value()).event().topic())
                .containsExactly(Topics.EXAMPLES_PREPARED, Topics.EXAMPLES_DROPPED);
        assertThat(store.get("live\0c1")).isNull();
    }

    @Test
    void endsWithNothingInAnyStoreOnceEverythingIsErased() {
        // Given: ids that repeat, with the same and with other content, near-duplicates, drops and erasures in between
        Random random = new Random(11);
        Map<String, Boolean> gone = new HashMap<>();
        for (int i = 0; i < 120; i++) {
            String id = "c" + random.nextInt(12);
            if (random.nextInt(4) == 0) {
                world.erase(id);
            } else {
                world.submit(
                        id,
                        "Where is my order?",
                        ANSWER + " " + random.nextInt(15) + (random.nextInt(5) == 0 ? " x".repeat(200) : ""));
            }
        }
        // When
        for (int i = 0; i < 12; i++) {
            world.erase("c" + i);
        }
        // Then
        for (String store : List.of(IdentityStage.STORE, DatasetStage.CONVERSATIONS, DatasetStage.STRATA)) {
            assertThat(world.keys(store)).as(store).isEmpty();
        }
        world.outcomes().forEach(seen -> gone.put(seen.topic() + " " + seen.key(), seen.isTombstone()));
        assertThat(gone)
                .hasSizeGreaterThan(12)
                .allSatisfy((key, last) -> assertThat(last).as(key).isTrue());
    }

    @Test
    void passesOverAKeptRecordThatItKnows() {
        // Given
        world.submit("c1", "Hi", "Hello");
        world.submit("c1", "Hi", "Hello");
        world.submit("c1", "Hi", "Something else");
        world.outcomes();
        double conversations = counted("conversations");
        // When
        world.write("kept/0/0", conversation("c1", "Hi", "Hello"), TombstoneHeaders.KEPT, "0@0");
        world.write("kept/0/1", conversation("c1", "Hi", "Hello"), TombstoneHeaders.KEPT, "0@1");
        world.write("kept/0/2", conversation("c1", "Hi", "Something else"), TombstoneHeaders.KEPT, "0@2");
        // Then
        assertThat(world.outcomes()).isEmpty();
        assertThat(counted("kept")).isEqualTo(3);
        assertThat(counted("conversations")).isEqualTo(conversations);
    }

    @Test
    void hasAnOutcomeForARecordThatOnlySaysItIsAKeptOne() {
        // Given
        world.submit("c1", "Hi", "Hello");
        world.write("kept/0/0", conversation("c1", "Hi", "Hello"), TombstoneHeaders.KEPT, "0@0");
        world.submit("c2", "Are you there?", "Always");
        world.outcomes();
        // When: at the other's place, at the copy's, and where nothing was; the ledger counts each
        world.write("c1", conversation("c1", "Hi", "Hello"), TombstoneHeaders.KEPT, "0@2");
        world.write("c1", conversation("c1", "Hi", "Hello"), TombstoneHeaders.KEPT, "0@1");
        world.write("c1", conversation("c1", "Hi", "Hello"), TombstoneHeaders.KEPT, "0@77");
        // Then
        assertThat(world.outcomes())
                .extracting(seen -> seen.key() + " " + seen.text("reason"))
                .containsExactly("c1 already_known", "c1 already_known", "c1 already_known");
    }

    @Test
    void passesOverACopyOfAKeptRecordThatItTookForNew() {
        // Given
        world.write("kept/0/9", conversation("c1", "Hi", "Hello"), TombstoneHeaders.KEPT, "0@9");
        world.write("kept/0/5", conversation("c1", "Hi", "Hello"), TombstoneHeaders.KEPT, "0@5");
        world.outcomes();
        // When
        world.write("kept/0/9", conversation("c1", "Hi", "Hello"), TombstoneHeaders.KEPT, "0@9");
        world.write("kept/0/5", conversation("c1", "Hi", "Hello"), TombstoneHeaders.KEPT, "0@5");
        // Then
        assertThat(world.outcomes()).isEmpty();
    }

    @Test
    void takesAKeptRecordForWhatItIsWhenStateIsLost() {
        // Given: what was the last of three under one key is still at its place, and the others follow
        world.submit("x", "Other", "things");
        world.write("c1", conversation("c1", "Hi", "Something else"));
        world.write("kept/0/0", conversation("c1", "Hi", "Hello"), TombstoneHeaders.KEPT, "0@0");
        world.write("kept/0/5", conversation("c2", "Are you there?", "Always"), TombstoneHeaders.KEPT, "0@5");
        // When
        List<Seen> outcomes = world.outcomes();
        // Then
        assertThat(outcomes)
                .extracting(seen -> seen.key() + " " + seen.text("reason"))
                .containsExactlyInAnyOrder("x null", "c1 null", "c1 id_reused", "c2 null");
        assertThat(counted("conversations")).isEqualTo(4);
        assertThat(counted("kept")).isZero();
    }

    @Test
    void tellsOfAKeptRefusalUnderItsFirstId() {
        // Given
        world.write(null, "{\"id\":\"c1\",\"messages\":[]}");
        String first = world.outcomes().getFirst().key();
        // When
        world.write("kept/0/0", "{\"id\":\"c1\",\"messages\":[]}", TombstoneHeaders.KEPT, "0@0");
        // Then
        assertThat(world.outcomes()).extracting(Seen::key).containsExactly(first);
    }

    @Test
    void takesARecordWithAKeptHeaderOfAnotherPartitionForANewOne() {
        // Given
        world.submit("c1", "Hi", "Hello");
        world.outcomes();
        // When
        world.write("c1", conversation("c1", "Hi", "Hello"), TombstoneHeaders.KEPT, "7@0");
        world.write("c1", conversation("c1", "Hi", "Hello"), TombstoneHeaders.KEPT, "nonsense");
        // Then
        assertThat(world.outcomes())
                .extracting(seen -> seen.text("reason"))
                .containsOnly("already_known")
                .hasSize(2);
    }

    private PreprocessTopology topology(int maxTokens, OverLength overLength) {
        return new PreprocessTopology(
                new Preparation(Recipe.standard(), text -> new Embedding(0.6f, -0.8f), maxTokens, overLength),
                datasets,
                () -> WordTokens.base("tiny", 1_000),
                counters);
    }

    /** As it comes from the stage before. */
    private Record<String, Candidate> arriving(String id, String question, String answer) {
        Preparation preparation = new Preparation(Recipe.standard(), text -> new Embedding(0.6f, -0.8f), 100);
        Received received = preparation.receive(new ConversationSubmitted(
                id, "live", List.of(new Turn("user", question), new Turn("assistant", answer)), Map.of()));
        Candidate candidate =
                ((Outcome.Drafted) preparation.example(received, WordTokens.base("tiny", 1_000))).candidate();
        Headers headers = new RecordHeaders()
                .add(Stage.POSITION_HEADER, "conversations.submitted.v1-0@9".getBytes(StandardCharsets.UTF_8));
        return new Record<>("live", candidate, 1, headers);
    }

    private double counted(String name) {
        Counter counter = registry.find("parlance.preprocess." + name).counter();
        return counter == null ? 0 : counter.count();
    }

    private static KeyValueStore<String, byte[]> store(
            String name, List<KeyValue<String, byte[]>> changelog, MockProcessorContext<String, Step> context) {
        KeyValueStore<String, byte[]> store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(name), Serdes.String(), Serdes.ByteArray())
                .withLoggingDisabled()
                .build();
        store.init(context.getStateStoreContext(), store);
        context.addStateStore(store);
        changelog.forEach(change -> store.put(change.key, change.value));
        return store;
    }

    private static String inDataset(String dataset, String id) {
        return "{\"id\":\"%s\",\"dataset\":\"%s\",\"messages\":[{\"role\":\"assistant\",\"content\":\"Hello\"}]}"
                .formatted(id, dataset);
    }

    private static String conversation(String id, String question, String answer) {
        return "{\"id\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"},{\"role\":\"assistant\",\"content\":\"%s\"}]}"
                .formatted(id, question, answer);
    }
}
