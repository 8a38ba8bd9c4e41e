package io.parlance.preprocess.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.ToolCall;
import io.parlance.contracts.Turn;
import io.parlance.model.text.ChatMessage;
import io.parlance.model.text.Conversation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TemplateInputTest {
    @Test
    void givesArgumentsAsAnObjectWhereTheyAreOne() {
        // Given
        Turn calls = new Turn("assistant", "", List.of(call("{\"item\":7}"), call("not json")), null, null);
        // When
        Conversation input = TemplateInput.of(
                new ConversationSubmitted("c", "live", List.of(new Turn("user", "Hi"), calls), Map.of()));
        // Then
        assertThat(input.messages().getLast().toolCalls())
                .extracting(call -> (Object) ((Map<?, ?>) call.get("function")).get("arguments"))
                .containsExactly(Map.of("item", 7), "not json");
    }

    @Test
    void keepsTurnsOfWeightNoughtOutOfTraining() {
        Conversation input = TemplateInput.of(new ConversationSubmitted(
                "c",
                "live",
                List.of(
                        new Turn("user", "Hi"),
                        new Turn("assistant", "Hm.", List.of(), null, 0),
                        new Turn("assistant", "Hello.", List.of(), null, 1)),
                Map.of()));
        assertThat(input.messages()).extracting(ChatMessage::trained).containsExactly(false, false, true);
    }

    @Test
    void putsTheOtherAnswerBehindTheLastUserTurnAndTrainsItAlone() {
        // Given
        List<Turn> turns = List.of(
                new Turn("user", "Hi"),
                new Turn("assistant", "Hello."),
                new Turn("user", "Well?"),
                new Turn("assistant", "Good."));
        ConversationSubmitted pair = new ConversationSubmitted("c", "live", turns, Map.of())
                .withTurns(turns, List.of(new Turn("assistant", "Bad.")));
        // When
        Conversation other = TemplateInput.withNonPreferred(pair);
        // Then
        assertThat(other.messages()).extracting(ChatMessage::content).containsExactly("Hi", "Hello.", "Well?", "Bad.");
        assertThat(other.messages()).extracting(ChatMessage::trained).containsExactly(false, false, false, true);
    }

    private static ToolCall call(String arguments) {
        return new ToolCall("c1", ToolCall.FUNCTION, new ToolCall.Function("stock", arguments));
    }
}
