package io.parlance.preprocess.stream;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.parlance.broker.BrokerTestResource;
import io.parlance.broker.TestBroker;
import io.parlance.contracts.BaseModelImported;
import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.ExamplePrepared;
import io.parlance.contracts.Parent;
import io.parlance.contracts.Split;
import io.parlance.contracts.Topics;
import io.parlance.preprocess.PreprocessConfig;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The whole service with augmentation on: from a conversation to its child as an example. */
@Tag("drill")
@QuarkusTest
@WithTestResource(BrokerTestResource.class)
@TestProfile(AugmentedServiceDrill.WordSwapOn.class)
class AugmentedServiceDrill {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int CONVERSATIONS = 40;
    private static final String WORDS =
            "apple river window doctor guitar winter lemon engine castle pepper ladder mirror tunnel violin garden rocket "
                    + "pencil island candle hammer jacket kitten lantern marble needle orange parrot quarry ribbon saddle "
                    + "temple umbrella velvet walnut yellow zebra anchor basket camera dragon";
    private static final String RUN = UUID.randomUUID().toString().substring(0, 8);

    @Inject
    PreprocessConfig config;

    /** Folders of its own, and a method that needs no engine. */
    public static final class WordSwapOn implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return FreshFolders.settings(
                    "augmented-service-drill",
                    "parlance.preprocess.augmentation.methods",
                    "word-swap",
                    "parlance.preprocess.augmentation.min-similarity",
                    "0");
        }
    }

    @Test
    void givesEachTrainingExampleAChildThatGoesTheWholeWay() {
        try (KafkaDesk desk = new KafkaDesk(TestBroker.bootstrapServers())) {
            // Given
            BaseModelImported announcement = TinyBase.importInto(config.artifacts(), "tiny-" + RUN);
            desk.sendNow(new ProducerRecord<>(
                    Topics.MODELS_IMPORTED, bytes(announcement.key()), EventJson.write(announcement)));
            // When
            for (int i = 0; i < CONVERSATIONS; i++) {
                desk.sendNow(new ProducerRecord<>(Topics.CONVERSATIONS_SUBMITTED, null, bytes(conversation(i))));
            }
            // Then
            List<ExamplePrepared> originals = examples(desk, false, CONVERSATIONS);
            Set<String> trained = originals.stream()
                    .filter(e -> e.split() == Split.TRAIN)
                    .map(ExamplePrepared::conversationId)
                    .collect(Collectors.toSet());
            assertThat(originals).hasSize(CONVERSATIONS);
            assertThat(trained).hasSizeBetween(CONVERSATIONS / 2, CONVERSATIONS - 1);
            List<ConversationSubmitted> submitted = desk
                    .read(
                            List.of(Topics.CONVERSATIONS_SUBMITTED),
                            r -> r.key() != null && r.key().startsWith(RUN),
                            trained.size(),
                            PATIENCE)
                    .stream()
                    .map(r -> EventJson.read(r.value(), ConversationSubmitted.class))
                    .toList();
            assertThat(submitted.stream().map(c -> c.parent().conversationId()))
                    .containsExactlyInAnyOrderElementsOf(trained);
            List<ExamplePrepared> children = examples(desk, true, trained.size());
            assertThat(children).hasSize(trained.size());
            assertThat(children).allSatisfy(child -> assertThat(child.split()).isEqualTo(Split.TRAIN));
            assertThat(children.stream().map(c -> c.traits().parent()))
                    .containsExactlyInAnyOrderElementsOf(trained.stream()
                            .map(id -> new Parent(id, "word-swap@1"))
                            .toList());
            assertThat(given().get("/v1/augmentations").jsonPath().getInt("methods[0].children"))
                    .isGreaterThanOrEqualTo(trained.size());
            System.out.printf(
                    "conversations=%d trained=%d children=%d%n", CONVERSATIONS, trained.size(), children.size());
        }
    }

    private static List<ExamplePrepared> examples(KafkaDesk desk, boolean children, int wanted) {
        return desk
                .read(
                        List.of(Topics.EXAMPLES_PREPARED),
                        r -> r.key().startsWith(RUN) && r.key().contains("~") == children,
                        wanted,
                        PATIENCE)
                .stream()
                .map(r -> EventJson.read(r.value(), ExamplePrepared.class))
                .toList();
    }

    /** Of words drawn by lot, so that no two are near-duplicates. */
    private static String conversation(int i) {
        List<String> words = new ArrayList<>(List.of(WORDS.split(" ")));
        Collections.shuffle(words, new Random(i));
        return """
                {"id": "%s-%d", "messages": [
                  {"role": "user", "content": "%s %d"}, {"role": "assistant", "content": "%s %d"}]}""".formatted(
                        RUN, i, String.join(" ", words.subList(0, 10)), i, String.join(" ", words.subList(10, 15)), i);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
