package io.parlance.preprocess.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.parlance.contracts.Change;
import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.DropReason;
import io.parlance.contracts.ToolCall;
import io.parlance.contracts.Turn;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecipeTest {
    private final Recipe recipe = Recipe.standard();

    @Test
    void appliesItsOperationsInOrderAndTellsWhatTheyDid() {
        // Given
        ConversationSubmitted conversation =
                saying("<p>Cafe\u200B\u0301&nbsp;&#8203; <b>open</b></p>\r\n\r\n\r\n<p>a &lt; b</p>", "Yes.");
        // When
        RecipeOutcome outcome = recipe.apply(conversation);
        // Then
        RecipeOutcome.Kept kept = (RecipeOutcome.Kept) outcome;
        assertThat(kept.conversation().messages().getFirst().content()).isEqualTo("Café open\n\na < b");
        assertThat(kept.changes())
                .containsExactly(
                        new Change("strip-html@2", 1),
                        new Change("decode-entities@1", 1),
                        new Change("controls@1", 1),
                        new Change("unicode@1", 1),
                        new Change("whitespace@1", 1));
    }

    @Test
    void leavesAConversationThatIsCleanAsTheObjectItIs() {
        // Given
        ConversationSubmitted conversation = saying("Where is my order?", "It is on its way to you.");
        // When
        RecipeOutcome outcome = recipe.apply(conversation);
        // Then
        assertThat(outcome).isEqualTo(new RecipeOutcome.Kept(conversation, "en", List.of()));
        assertThat(((RecipeOutcome.Kept) outcome).conversation()).isSameAs(conversation);
    }

    @Test
    void dropsAConversationWhoseTurnLosesAllText() {
        // When
        RecipeOutcome outcome = recipe.apply(saying("Hello", "<p>\u200B</p>"));
        // Then
        assertThat(outcome)
                .isEqualTo(new RecipeOutcome.Dropped(
                        "controls@1",
                        DropReason.EMPTY_AFTER_CLEANING,
                        "messages[1] (assistant) has 2 characters and none after controls@1",
                        List.of(new Change("strip-html@2", 1))));
    }

    @Test
    void cleansTheOtherAnswerOfAPairAndKeepsAllElse() {
        // Given
        Turn call = new Turn(
                "assistant",
                "",
                List.of(new ToolCall("c1", "function", new ToolCall.Function("find", "{\"q\":\"<b>\"}"))),
                null,
                0);
        Turn result = new Turn("tool", "{\"found\": \"&amp;  two\"}", List.of(), "c1", null);
        ConversationSubmitted conversation = new ConversationSubmitted(
                        "c1", "live", List.of(new Turn("user", "Hi  there"), call, result), Map.of("k", "v"))
                .withTurns(
                        List.of(new Turn("user", "Hi  there"), call, result, new Turn("assistant", "Two.")),
                        List.of(new Turn("assistant", "<i>Three.</i>")));
        // When
        RecipeOutcome.Kept kept = (RecipeOutcome.Kept) recipe.apply(conversation);
        // Then
        assertThat(kept.conversation().messages())
                .containsExactly(new Turn("user", "Hi there"), call, result, new Turn("assistant", "Two."));
        assertThat(kept.conversation().nonPreferred()).containsExactly(new Turn("assistant", "Three."));
        assertThat(kept.conversation().metadata()).isEqualTo(Map.of("k", "v"));
    }

    @Test
    void saysWhatIsToBeDoneAboutDuplicates() {
        // When
        DuplicateRules rules = Recipe.read("""
                        operations:
                          - whitespace
                          - near-duplicates: {threshold: 0.75, action: keep-together}
                          - semantic-duplicates: {threshold: 0.9}
                        """).duplicates();
        // Then
        assertThat(rules.exact()).isFalse();
        assertThat(rules.near()).contains(new DuplicateRules.Near(0.75, 3, false, DuplicateRules.Action.KEEP_TOGETHER));
        assertThat(rules.semantic()).contains(new DuplicateRules.Semantic(0.9, DuplicateRules.Action.DROP));
        assertThat(Recipe.read("operations: [whitespace]").duplicates()).isEqualTo(DuplicateRules.NONE);
    }

    @Test
    void makesCleanTextOfWhatever() {
        // Given
        Random random = new Random(11);
        for (int i = 0; i < 3_000; i++) {
            // When
            RecipeOutcome outcome = recipe.apply(saying("x" + anyText(random), "y"));
            // Then
            String cleaned = ((RecipeOutcome.Kept) outcome)
                    .conversation()
                    .messages()
                    .getFirst()
                    .content();
            assertThat(cleaned).isEqualTo(new String(cleaned.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
            assertThat(Normalizer.isNormalized(cleaned, Normalizer.Form.NFC)).isTrue();
            assertThat(cleaned).doesNotContainPattern("[\\p{Cntrl}&&[^\\n\\t]]|\\n\\n\\n|[ \\t]\\n");
            assertThat(cleaned).isEqualTo(cleaned.strip());
        }
    }

    @Test
    void isTotalWhateverItsOperations() {
        // Given
        Recipe all = Recipe.read("""
                operations:
                  - strip-html
                  - decode-entities
                  - controls
                  - unicode: {form: NFKC}
                  - punctuation: {quotes: ascii, dashes: ascii, ellipsis: ascii, most-repeats: 2}
                  - stop-words: {for: generation}
                  - whitespace
                  - redact: {url: true, numbered: true, private-ip: true}
                  - flagged-words: {words: [x], action: mask}
                  - language
                  - length: {per: turn, max-characters: 300}
                  - repetition: {min-words: 2}
                """);
        Random random = new Random(12);
        for (int i = 0; i < 2_000; i++) {
            ConversationSubmitted conversation = saying(anyText(random) + "?", anyText(random) + "!");
            // When
            RecipeOutcome outcome = all.apply(conversation);
            // Then
            assertThat(outcome).isEqualTo(all.apply(conversation));
        }
    }

    private static ConversationSubmitted saying(String question, String answer) {
        return new ConversationSubmitted(
                "c1", "live", List.of(new Turn("user", question), new Turn("assistant", answer)), Map.of());
    }

    private static String anyText(Random random) {
        StringBuilder text = new StringBuilder();
        String[] pieces = {
            "<b>",
            "</p>",
            "&amp;",
            "&#x0;",
            "&#xD800;",
            "&#55296;",
            "&#1114112;",
            "\r\n",
            "  ",
            "\t",
            "<br>",
            "e\u0301",
            "@a.de",
            "4111 1111 1111 1111",
            "+1 415-555-2671",
            "http://",
            "::1",
            "8.8.8.8",
            "DE89 3704",
            "!!!!"
        };
        for (int i = random.nextInt(40); i >= 0; i--) {
            int choice = random.nextInt(3);
            if (choice == 0) {
                text.append(pieces[random.nextInt(pieces.length)]);
            } else {
                int c = random.nextInt(choice == 1 ? 0x300 : Character.MAX_CODE_POINT + 1);
                text.appendCodePoint(c >= 0xD800 && c <= 0xDFFF ? 'x' : c);
            }
        }
        return text.toString();
    }
}
