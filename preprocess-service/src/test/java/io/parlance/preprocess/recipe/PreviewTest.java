package io.parlance.preprocess.recipe;

import static io.parlance.preprocess.recipe.AnyConversation.saying;
import static org.assertj.core.api.Assertions.assertThat;

import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.ToolCall;
import io.parlance.contracts.Turn;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PreviewTest {
    @Test
    void countsWhatEachOperationDidAndShowsTheFirstChange() {
        // Given
        Recipe recipe =
                Recipe.read("operations: [strip-html, whitespace, length: {min-characters: 6}, exact-duplicates]");
        // When
        Preview preview = Preview.of(
                recipe, List.of(saying("Hi", "there"), saying("<b>Hi</b>", "all"), saying("Hi", "<i>dear</i>  all")));
        // Then
        assertThat(preview.operations())
                .extracting(c -> List.of(c.operation(), c.in(), c.out(), c.changed(), c.dropped()))
                .containsExactly(
                        List.of("strip-html@2", 3, 3, 2, 0),
                        List.of("whitespace@1", 3, 3, 1, 0),
                        List.of("length@1", 3, 2, 0, 1));
        assertThat(preview.operations().getFirst().example())
                .isEqualTo(new Preview.Example(1, "messages[0].content", "<b>Hi</b>", "Hi"));
        assertThat(preview.operations().get(1).example())
                .isEqualTo(new Preview.Example(2, "messages[1].content", "dear  all", "dear all"));
        assertThat(preview.operations().getLast().example()).isNull();
        assertThat(preview.outcomes().get(1)).isInstanceOf(RecipeOutcome.Dropped.class);
    }

    @Test
    void showsChangedArgumentsOfATool() {
        // Given
        Turn call = new Turn(
                "assistant",
                "",
                List.of(new ToolCall("c", "function", new ToolCall.Function("f", "{\"to\":\"jo@example.org\"}"))),
                null,
                null);
        // When
        Preview preview = Preview.of(
                AnyConversation.recipe("redact"),
                List.of(saying("Hi").withTurns(List.of(new Turn("user", "Hi"), call), List.of())));
        // Then
        assertThat(preview.operations().getFirst().example())
                .isEqualTo(new Preview.Example(
                        0,
                        "messages[1].tool_calls[0].function.arguments",
                        "{\"to\":\"jo@example.org\"}",
                        "{\"to\":\"[EMAIL]\"}"));
    }

    @Test
    void showsWhatChangedBesideTheTurns() {
        // Given
        ConversationSubmitted labelled = with(Map.of(), List.of(), "of jo@example.org");
        ConversationSubmitted described = with(Map.of("a", "b", "from", "jo@example.org"), List.of(), null);
        ConversationSubmitted named = with(Map.of("jo@example.org", "b"), List.of(), null);
        ConversationSubmitted withTool =
                with(Map.of(), List.of(Map.of("function", Map.of("enum", List.of("a", "jo@example.org")))), null);
        // Then
        assertThat(Stream.of(labelled, described, named, withTool)
                        .map(conversation -> Preview.of(AnyConversation.recipe("redact"), List.of(conversation))
                                .operations()
                                .getFirst()
                                .example()))
                .containsExactly(
                        new Preview.Example(0, "label", "of jo@example.org", "of [EMAIL]"),
                        new Preview.Example(0, "metadata.from", "jo@example.org", "[EMAIL]"),
                        new Preview.Example(0, "metadata", "jo@example.org", "[EMAIL]"),
                        new Preview.Example(0, "tools[0].function.enum[1]", "jo@example.org", "[EMAIL]"));
    }

    private static ConversationSubmitted with(
            Map<String, String> metadata, List<Map<String, Object>> tools, String label) {
        return new ConversationSubmitted(
                "c1",
                "live",
                saying("Hi", "there").messages(),
                metadata,
                tools,
                null,
                List.of(),
                label,
                null,
                null,
                null);
    }

    @Test
    void isNotSeenByTheWitnessOfTheRecipe() {
        // Given
        List<Integer> seen = new java.util.ArrayList<>();
        Recipe recipe =
                AnyConversation.recipe("whitespace").watchedBy((operation, before, verdict) -> seen.add(operation));
        // When
        Preview.of(recipe, List.of(saying("Hi")));
        recipe.apply(saying("Hi"));
        // Then
        assertThat(seen).containsExactly(0);
    }
}
