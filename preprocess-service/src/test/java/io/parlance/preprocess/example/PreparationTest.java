package io.parlance.preprocess.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.parlance.contracts.Change;
import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.DropReason;
import io.parlance.contracts.Embedding;
import io.parlance.contracts.ExampleDropped;
import io.parlance.contracts.ExamplePrepared;
import io.parlance.contracts.Split;
import io.parlance.contracts.TokenSpan;
import io.parlance.contracts.Turn;
import io.parlance.preprocess.Sha256;
import io.parlance.preprocess.recipe.Recipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PreparationTest {
    private static final BaseModel BASE = WordTokens.base("tiny", 40);

    private final List<String> embedded = new ArrayList<>();
    private final Preparation preparation = new Preparation(
            Recipe.standard(),
            text -> {
                embedded.add(text);
                return new Embedding(1);
            },
            20);

    @Test
    void cleansAConversationWhoseIdIsNew() {
        // Given
        ConversationSubmitted conversation = conversation("c1", "<b>Hi</b>", "a  b");
        // When
        Outcome outcome = preparation.identify(preparation.receive(conversation), Optional.empty());
        // Then
        assertThat(outcome)
                .isEqualTo(new Outcome.New(new Received(
                        "c1",
                        "live",
                        digest(conversation),
                        conversation("c1", "Hi", "a b"),
                        "und",
                        List.of(new Change("strip-html@2", 1), new Change("whitespace@1", 1)),
                        null,
                        null)));
    }

    @Test
    void dropsTheSameIdWithTheSameContentAsKnown() {
        // Given
        ConversationSubmitted conversation = conversation("c1", "Hi", "Hello");
        Sighting earlier = Sighting.first(digest(conversation), "t-0@7");
        // When
        Outcome outcome = preparation.identify(preparation.receive(conversation), Optional.of(earlier));
        // Then
        assertThat(dropped(outcome).reason()).isEqualTo(DropReason.ALREADY_KNOWN);
        assertThat(dropped(outcome).detail()).contains("kafka:t-0@7");
    }

    @Test
    void dropsAnIdThatComesBackWithOtherContent() {
        // Given
        ConversationSubmitted conversation = conversation("c1", "Hi", "Hello");
        Sighting earlier = Sighting.first(Sha256.of("something else"), "t-0@7");
        // When
        Outcome outcome = preparation.identify(preparation.receive(conversation), Optional.of(earlier));
        // Then
        assertThat(dropped(outcome).reason()).isEqualTo(DropReason.ID_REUSED);
    }

    @Test
    void dropsAConversationWithATurnThatCleaningEmpties() {
        // Given
        ConversationSubmitted conversation = conversation("c1", "Hi", "<p>\u200B</p>");
        // When
        Outcome outcome = preparation.identify(preparation.receive(conversation), Optional.empty());
        // Then
        assertThat(dropped(outcome).reason()).isEqualTo(DropReason.EMPTY_AFTER_CLEANING);
        assertThat(dropped(outcome).detail()).contains("messages[1] (assistant)");
        assertThat(dropped(outcome).changes()).containsExactly(new Change("strip-html@2", 1));
    }

    @Test
    void leavesBehindWhatNoLaterStageNeeds() {
        // Given
        ConversationSubmitted conversation = new ConversationSubmitted(
                "c1",
                "live",
                List.of(new Turn("user", "I am ann@example.com"), new Turn("assistant", "Hello")),
                Map.of("phone", "+1 202 555 0143"));
        // When
        Received received = preparation.receive(conversation);
        // Then
        assertThat(received.conversation().metadata()).isEmpty();
        assertThat(received.toString()).doesNotContain("ann@example.com", "555");
    }

    @Test
    void preparesAnExampleWithTheMaskOfItsAnswers() {
        // Given
        ConversationSubmitted conversation = new ConversationSubmitted(
                "c1",
                "shop",
                List.of(
                        new Turn("system", "Be kind"),
                        new Turn("user", "Hi"),
                        new Turn("assistant", "Hello you"),
                        new Turn("user", "Bye"),
                        new Turn("assistant", "Bye")),
                Map.of());
        // When
        Outcome outcome =
                preparation.example(received(conversation, "en", List.of(new Change("whitespace@1", 3))), BASE);
        // Then
        ExamplePrepared example = example(outcome);
        assertThat(example.dataset()).isEqualTo("shop");
        assertThat(example.tokens().size()).isEqualTo(17);
        assertThat(example.trained()).containsExactly(new TokenSpan(8, 11), new TokenSpan(15, 17));
        assertThat(example.baseModel()).isEqualTo("tiny");
        assertThat(example.tokenizerSha256()).isEqualTo(BASE.tokenizerSha256());
        assertThat(example.recipeSha256()).isEqualTo(Recipe.standard().sha256());
        assertThat(example.traits().language()).isEqualTo("en");
        assertThat(example.traits().changes()).containsExactly(new Change("whitespace@1", 3));
        assertThat(embedded).containsExactly("Hi\nHello you\nBye\nBye");
    }

    @Test
    void dropsWhatIsLongerThanTheLimitWithTheFigures() {
        // When
        Outcome outcome = preparation.example(received(conversation("c1", "Hi", "w ".repeat(16))), BASE);
        // Then
        assertThat(dropped(outcome).reason()).isEqualTo(DropReason.TOO_LONG);
        assertThat(dropped(outcome).detail())
                .startsWith("21 tokens, at most 20 (max-tokens 20, the model's positions 40)");
        assertThat(embedded).isEmpty();
    }

    @Test
    void letsAModelThatReadsLessHaveItsSay() {
        // Given
        BaseModel shortSighted = WordTokens.base("short", 5);
        // When
        Outcome outcome = preparation.example(received(conversation("c1", "Hi", "Hello")), shortSighted);
        // Then
        assertThat(dropped(outcome).detail()).startsWith("6 tokens, at most 5");
    }

    @Test
    void dropsAnExampleThatWouldTrainNothing() {
        // When
        Outcome outcome = preparation.example(received(conversation("c1", "Hi", ".")), BASE);
        // Then
        assertThat(dropped(outcome).reason()).isEqualTo(DropReason.NOTHING_TO_TRAIN);
    }

    @Test
    void dropsWhatTheTemplateRefusesAndSaysWhy() {
        // Given
        ConversationSubmitted conversation = new ConversationSubmitted(
                "c1", "live", List.of(new Turn("developer", "x"), new Turn("assistant", "y")), Map.of());
        // When
        Outcome outcome = preparation.example(received(conversation), BASE);
        // Then
        assertThat(dropped(outcome).reason()).isEqualTo(DropReason.REFUSED_BY_TEMPLATE);
        assertThat(dropped(outcome).detail()).contains("tiny", "no developer turns here");
    }

    @Test
    void comparesContentWithinOneDatasetAndWithoutIds() {
        // Given
        ConversationSubmitted one = conversation("c1", "Hi", "Hello");
        ConversationSubmitted sameText = conversation("c2", "Hi", "Hello");
        ConversationSubmitted elsewhere = new ConversationSubmitted("c1", "other", one.messages(), Map.of());
        // When
        Sha256 digest = digest(one);
        // Then
        assertThat(digest(sameText)).isEqualTo(digest);
        assertThat(digest(elsewhere)).isNotEqualTo(digest);
        assertThat(digest(conversation("c1", "HiHello", "x"))).isNotEqualTo(digest(conversation("c1", "Hi", "Hellox")));
    }

    private static ConversationSubmitted conversation(String id, String question, String answer) {
        return new ConversationSubmitted(
                id, "live", List.of(new Turn("user", question), new Turn("assistant", answer)), Map.of());
    }

    private static Received received(ConversationSubmitted conversation) {
        return received(conversation, null, List.of());
    }

    private static Received received(ConversationSubmitted conversation, String language, List<Change> changes) {
        return new Received(
                conversation.id(),
                conversation.dataset(),
                digest(conversation),
                conversation,
                language,
                changes,
                null,
                null);
    }

    private static ExamplePrepared example(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Drafted.class);
        return ((Outcome.Drafted) outcome)
                .candidate()
                .examples(Split.TRAIN, null, null)
                .getFirst();
    }

    private static Sha256 digest(ConversationSubmitted conversation) {
        return Preparation.contentDigest(conversation);
    }

    private static ExampleDropped dropped(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Dropped.class);
        return ((Outcome.Dropped) outcome).event();
    }
}
