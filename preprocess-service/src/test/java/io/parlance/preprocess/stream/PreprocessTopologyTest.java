package io.parlance.preprocess.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.parlance.contracts.CloudEvent;
import io.parlance.contracts.Embedding;
import io.parlance.contracts.ExamplePrepared;
import io.parlance.contracts.Split;
import io.parlance.contracts.Topics;
import io.parlance.contracts.Turn;
import io.parlance.preprocess.example.BaseModel;
import io.parlance.preprocess.example.OverLength;
import io.parlance.preprocess.example.Preparation;
import io.parlance.preprocess.example.SentenceEmbedder;
import io.parlance.preprocess.example.WordTokens;
import io.parlance.preprocess.recipe.Recipe;
import io.parlance.preprocess.split.Splits;
import io.parlance.preprocess.stream.StreamWorld.Seen;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PreprocessTopologyTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private BaseModel base = WordTokens.base("tiny", 1_000);
    private SentenceEmbedder embedder = text -> new Embedding(0.6f, -0.8f);
    private final PreprocessTopology topology = new PreprocessTopology(
            new Preparation(Recipe.standard(), text -> embedder.embed(text), 100),
            StreamWorld.datasets(new Splits(1, 1, 0, 0)),
            () -> base,
            new OutcomeCounters(registry));
    private final StreamWorld world = new StreamWorld(topology);

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void preparesAConversationFromAnyKafkaClient() {
        // When
        world.submit(
                "{\"messages\":[{\"role\":\"user\",\"content\":\"<p>Hi</p>\"},{\"role\":\"assistant\",\"content\":\"Hello\"}]}");
        // Then
        Seen seen = only(world.outcomes());
        assertThat(seen.topic()).isEqualTo(Topics.EXAMPLES_PREPARED);
        ExamplePrepared example =
                EventJson.read(seen.value().toString().getBytes(StandardCharsets.UTF_8), ExamplePrepared.class);
        assertThat(example.messages()).containsExactly(new Turn("user", "Hi"), new Turn("assistant", "Hello"));
        assertThat(example.split()).isEqualTo(Split.TRAIN);
        assertThat(example.embedding()).isEqualTo(new Embedding(0.6f, -0.8f));
        assertThat(seen.key()).isEqualTo(example.conversationId()).startsWith("conv-");
    }

    @Test
    void sendsEveryOutcomeAsACloudEventNamedForItsPlaceInTheInput() {
        // Given
        world.submit("c1", "Hi", "Hello");
        world.submit("no json");
        world.submit("c1", "Hi", "Hello");
        // When
        List<Seen> outcomes = world.outcomes();
        // Then
        assertThat(outcomes).allSatisfy(seen -> {
            CloudEvent event = CloudEvent.from(seen.headers()).orElseThrow();
            assertThat(event.source()).isEqualTo("/parlance/preprocess");
            assertThat(event.type()).isEqualTo("io.parlance." + seen.topic());
            assertThat(event.subject()).isEqualTo(seen.key());
            assertThat(event.time().toEpochMilli()).isEqualTo(1_000);
            assertThat(seen.headers())
                    .containsEntry("content-type", "application/json")
                    .doesNotContainKey("parlance-position");
        });
        assertThat(outcomes)
                .extracting(seen -> seen.headers().get("ce_id"))
                .containsExactlyInAnyOrder(
                        "conversations.submitted.v1-0@0",
                        "conversations.submitted.v1-0@1",
                        "conversations.submitted.v1-0@2");
    }

    @Test
    void carriesTheTraceOfARequestOn() {
        // Given
        String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        byte[] value =
                "{\"messages\":[{\"role\":\"assistant\",\"content\":\"Hello\"}]}".getBytes(StandardCharsets.UTF_8);
        // When
        world.submit(value, Map.of("traceparent", trace, "ce_id", "7", "ce_specversion", "1.0"), 5);
        // Then
        assertThat(only(world.outcomes()).headers())
                .containsEntry("traceparent", trace)
                .doesNotContainEntry("ce_id", "7");
    }

    @Test
    void rejectsWhatIsMalformedAndSaysWhere() {
        // When
        world.submit("{\"id\":\"c1\",\"messages\":[]}");
        // Then
        Seen seen = only(world.outcomes());
        assertThat(seen.topic()).isEqualTo(Topics.CONVERSATIONS_REJECTED);
        assertThat(seen.text("origin")).isEqualTo("kafka:conversations.submitted.v1-0@0");
        assertThat(seen.text("conversationId")).isEqualTo("c1");
        assertThat(seen.key()).isEqualTo(seen.text("rejectionId"));
    }

    @Test
    void dropsWhatCameBefore() {
        // Given
        world.submit("c1", "Hi", "Hello");
        world.submit("c1", "Hi", "Hello");
        world.submit("c1", "Hi", "Something else");
        world.submit("c2", " Hi\u200B ", "<b>Hello</b>");
        // When
        List<Seen> outcomes = world.outcomes();
        // Then
        assertThat(outcomes)
                .extracting(seen -> seen.text("reason"))
                .containsExactlyInAnyOrder("already_known", "id_reused", "exact_duplicate", null);
        assertThat(outcomes).anySatisfy(seen -> assertThat(seen.text("detail"))
                .isEqualTo("after cleaning the same text as conversation c1"));
    }

    @Test
    void dropsANearDuplicateAndNamesItsTwin() {
        // Given
        String answer = "It left our house this morning and will be with you on Thursday or on Friday at the latest";
        world.submit("c1", "Where is my order?", answer);
        world.submit("c2", "Where is my order?", answer + " then");
        // When
        List<Seen> outcomes = world.outcomes();
        // Then
        Seen dropped = outcomes.stream()
                .filter(seen -> seen.topic().equals(Topics.EXAMPLES_DROPPED))
                .findFirst()
                .orElseThrow();
        assertThat(dropped.text("reason")).isEqualTo("near_duplicate");
        assertThat(dropped.value().path("twin").path("conversationId").asText()).isEqualTo("c1");
        assertThat(dropped.value().path("twin").path("similarity").asDouble()).isBetween(0.95, 0.96);
    }

    @Test
    void writesNothingOfWhatItRedactsToAnyTopicOrStore() {
        // Given
        world.submit("c1", "Write to ann.lee@example.com", "I shall write to ann.lee@example.com");
        // When
        List<String> written = world.everythingWritten();
        // Then
        assertThat(written).hasSizeGreaterThan(4).noneMatch(text -> text.contains("ann.lee"));
    }

    @Test
    void countsTheFirstPartOfAConversationAndNamesTheOthersBehindItsPosition() {
        // Given
        PreprocessTopology splitting = new PreprocessTopology(
                new Preparation(Recipe.standard(), text -> new Embedding(1), 10, OverLength.SPLIT),
                StreamWorld.datasets(new Splits(1, 1, 0, 0)),
                () -> base,
                new OutcomeCounters(registry));
        try (StreamWorld parts = new StreamWorld(splitting)) {
            // When
            parts.submit(
                    "{\"id\":\"c1\",\"messages\":[{\"role\":\"user\",\"content\":\"one two three\"},{\"role\":\"assistant\",\"content\":\"four five\"},{\"role\":\"user\",\"content\":\"six seven\"},{\"role\":\"assistant\",\"content\":\"eight\"}]}");
            // Then
            List<Seen> outcomes = parts.outcomes();
            assertThat(outcomes).extracting(Seen::key).containsExactly("c1", "c1#2");
            assertThat(outcomes)
                    .extracting(seen -> seen.headers().get("ce_id"))
                    .containsExactly("conversations.submitted.v1-0@0", "conversations.submitted.v1-0@0#2");
            assertThat(registry.find("parlance.preprocess.outcomes").counters().stream()
                            .mapToDouble(c -> c.count())
                            .sum())
                    .isEqualTo(1);
        }
    }

    @Test
    void keepsDatasetsApart() {
        // Given
        String conversation =
                "{\"id\":\"c1\",\"dataset\":\"%s\",\"messages\":[{\"role\":\"assistant\",\"content\":\"Hello\"}]}";
        world.submit(conversation.formatted("one"));
        world.submit(conversation.formatted("two"));
        // When
        List<Seen> outcomes = world.outcomes();
        // Then
        assertThat(outcomes)
                .extracting(Seen::topic)
                .containsExactly(Topics.EXAMPLES_PREPARED, Topics.EXAMPLES_PREPARED);
    }

    @Test
    void takesTheNewBaseModelFromThenOn() {
        // Given
        world.submit("c1", "Hi", "Hello");
        base = WordTokens.base("other", 1_000);
        world.submit("c2", "Hi", "Hello again");
        // When
        List<Seen> outcomes = world.outcomes();
        // Then
        assertThat(outcomes).extracting(seen -> seen.text("baseModel")).containsExactly("tiny", "other");
    }

    @Test
    void makesNothingOfATombstoneWithoutAKeyAndCountsIt() {
        // When
        world.submit(null, Map.of(), 1);
        // Then
        assertThat(world.outcomes()).isEmpty();
        assertThat(registry.counter("parlance.preprocess.tombstones").count()).isEqualTo(1);
    }

    @Test
    void isNotStoppedByARecordWithoutATime() {
        // When
        long time = new LenientTimestamps()
                .extract(new org.apache.kafka.clients.consumer.ConsumerRecord<>("t", 0, 0, null, null), -1);
        // Then
        assertThat(time).isZero();
    }

    @Test
    void doesNotHideASurprise() {
        // Given
        embedder = text -> {
            throw new IllegalStateException("the embedder is broken");
        };
        // When, then
        assertThatThrownBy(() -> world.submit("c1", "Hi", "Hello")).hasRootCauseMessage("the embedder is broken");
    }

    @Test
    void endsEveryInputInExactlyOneOutcomeAndNamesItOnce() {
        // Given
        AnySubmission any = new AnySubmission(42);
        int inputs = 700;
        for (int i = 0; i < inputs; i++) {
            world.submit(any.value(), any.headers(), i);
        }
        // When
        List<Seen> outcomes = world.outcomes();
        // Then
        assertThat(outcomes).hasSize(inputs);
        Set<String> ids = new HashSet<>();
        outcomes.forEach(seen -> ids.add(seen.headers().get("ce_id")));
        assertThat(ids).hasSize(inputs);
        assertThat(counted("conversations")).isEqualTo(inputs);
        assertThat(registry.find("parlance.preprocess.outcomes").counters().stream()
                        .mapToDouble(c -> c.count())
                        .sum())
                .isEqualTo(inputs);
        assertThat(outcomes)
                .extracting(Seen::topic)
                .contains(Topics.CONVERSATIONS_REJECTED, Topics.EXAMPLES_DROPPED, Topics.EXAMPLES_PREPARED);
        assertThat(outcomes.stream().map(seen -> seen.text("reason")).collect(Collectors.toSet()))
                .contains(
                        "already_known",
                        "id_reused",
                        "exact_duplicate",
                        "empty_after_cleaning",
                        "nothing_to_train",
                        "too_long",
                        "refused_by_template");
    }

    private double counted(String name) {
        return registry.counter("parlance.preprocess." + name).count();
    }

    private static Seen only(List<Seen> outcomes) {
        assertThat(outcomes).hasSize(1);
        return outcomes.getFirst();
    }
}
