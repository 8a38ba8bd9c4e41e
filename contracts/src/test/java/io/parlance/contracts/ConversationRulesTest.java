package io.parlance.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConversationRulesTest {
    private static final String GOOD_TURNS =
            "[{\"role\":\"user\",\"content\":\"Hi\"},{\"role\":\"assistant\",\"content\":\"Hello\"}]";

    @Test
    void acceptsAConversationThatHoldsOnlyItsMessages() {
        // When
        CheckedConversation checked = check("{\"messages\":" + GOOD_TURNS + "}");
        // Then
        ConversationSubmitted conversation = accepted(checked);
        assertThat(conversation.dataset()).isEqualTo("live");
        assertThat(conversation.messages()).containsExactly(new Turn("user", "Hi"), new Turn("assistant", "Hello"));
        assertThat(conversation.id()).matches("conv-[0-9a-f]{32}");
    }

    @Test
    void givesTheSameContentTheSameIdAndOtherContentAnother() {
        String id = accepted(check("{\"messages\":" + GOOD_TURNS + "}")).id();
        assertThat(accepted(check("{\"metadata\":{\"a\":\"b\"},\"messages\":" + GOOD_TURNS + "}"))
                        .id())
                .isEqualTo(id);
        assertThat(accepted(check("{\"messages\":" + GOOD_TURNS.replace("Hello", "Hullo") + "}"))
                        .id())
                .isNotEqualTo(id);
    }

    @Test
    void joinsTextParts() {
        CheckedConversation checked = check(
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"text\",\"text\":\"b\"}]},{\"role\":\"assistant\",\"content\":\"c\"}]}");
        assertThat(accepted(checked).messages().getFirst().content()).isEqualTo("ab");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "just text" | `` | expected a JSON object
            {} | messages | is missing
            {"messages":{}} | messages | expected a list of turns, found an object
            {"messages":[]} | messages | is empty
            {"messages":[7]} | messages[0] | found the number 7
            {"messages":[{"content":"x"}]} | messages[0].role | is missing
            {"messages":[{"role":"robot","content":"x"}]} | messages[0].role | 'robot'
            {"messages":[{"role":"function","content":"x"}]} | messages[0].role | write a tool turn
            {"messages":[{"role":"tool","content":"x"}]} | messages[0].tool_call_id | is missing
            {"messages":[{"role":"tool","content":"x","tool_call_id":"c"},{"role":"assistant","content":"a"}]} | messages[0].tool_call_id | no call before it waits for
            {"messages":[{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"user","content":"x"}]} | messages[1] | before the results of the calls [c]
            {"messages":[{"role":"assistant","tool_calls":[]}]} | messages[0].tool_calls | 1 to 128 calls
            {"messages":[{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":{}}}]}]} | messages[0].tool_calls[0].function.arguments | JSON in a text
            {"tools":[{"type":"web"}],"messages":[{"role":"assistant","content":"a"}]} | tools[0].type | expected "function"
            {"messages":[{"role":"user","content":"x","weight":1},{"role":"assistant","content":"a"}]} | messages[0].weight | no field of a turn of role user
            {"messages":[{"role":"user","content":"x","name":"Ann"},{"role":"assistant","content":"a"}]} | messages[0].name | not read in this build
            {"source":{"kind":"http","place":"x"},"messages":[{"role":"assistant","content":"a"}]} | source | no field of a conversation
            {"non_preferred":[{"role":"user","content":"b"}],"messages":[{"role":"assistant","content":"a"}]} | non_preferred[0].role | expected assistant or tool
            {"non_preferred":[{"role":"assistant","content":"b"}],"messages":[{"role":"assistant","content":"a"},{"role":"user","content":"u"}]} | messages | must end with the preferred answer
            {"parallel_tool_calls":"no","messages":[{"role":"assistant","content":"a"}]} | parallel_tool_calls | true or false
            {"messages":[{"role":"user","content":""}]} | messages[0].content | is empty
            {"messages":[{"role":"user","content":"  "}]} | messages[0].content | white space
            {"messages":[{"role":"user"}]} | messages[0].content | is missing
            {"messages":[{"role":"user","content":[{"type":"image_url"}]}]} | messages[0].content[0].type | only text parts
            {"messages":[{"role":"user","content":"\\ud800"}]} | messages[0].content | surrogate
            {"messages":[{"role":"user","content":"a"}]} | messages | no assistant turn
            {"messages":[{"role":"user","content":"a"},{"role":"system","content":"b"}]} | messages[1].role | may only come first
            {"messages":[{"role":"assistant","content":"a","weight":0}]} | messages | only assistant turns of weight 0
            {"messages":[{"role":"assistant","content":"a","weight":2}]} | messages[0].weight | expected 0 or 1
            {"prompt":"x","messages":[{"role":"assistant","content":"a"}]} | prompt | no field of a conversation
            {"id":7,"messages":[{"role":"assistant","content":"a"}]} | id | expected text
            {"id":"","messages":[{"role":"assistant","content":"a"}]} | id | 1 to 200
            {"dataset":"a b","messages":[{"role":"assistant","content":"a"}]} | dataset | characters other than
            {"metadata":{"n":1},"messages":[{"role":"assistant","content":"a"}]} | metadata.n | expected text
            {"metadata":{"\\ud800":"x"},"messages":[{"role":"assistant","content":"a"}]} | metadata | surrogate
            """)
    void namesTheFieldAndTheRule(String json, String field, String rule) {
        // When
        CheckedConversation.Refused refused = refused(check(json));
        // Then
        assertThat(refused.violations()).anySatisfy(v -> {
            assertThat(v.field()).isEqualTo(field);
            assertThat(v.rule()).contains(rule);
        });
    }

    @Test
    void readsToolsCallsResultsAndWeights() {
        // When
        ConversationSubmitted conversation = accepted(check("""
                {"tools":[{"type":"function","function":{"name":"stock","parameters":{"type":"object"}}}],
                 "parallel_tool_calls":false,"label":"stock","subject":"customer-7","messages":[
                 {"role":"user","content":"Any left?"},
                 {"role":"assistant","content":null,"tool_calls":[
                   {"id":"c","type":"function","function":{"name":"stock","arguments":"{}"}}]},
                 {"role":"tool","tool_call_id":"c","content":"3"},
                 {"role":"assistant","content":"Let me see.","weight":0},
                 {"role":"assistant","content":"Three.","weight":1}],
                 "non_preferred":[{"role":"assistant","content":"No idea."}]}"""));
        // Then
        assertThat(conversation.messages().get(1).toolCalls())
                .containsExactly(new ToolCall("c", "function", new ToolCall.Function("stock", "{}")));
        assertThat(conversation.messages()).extracting(Turn::trained).containsExactly(false, true, false, false, true);
        assertThat(conversation.nonPreferred()).containsExactly(new Turn("assistant", "No idea."));
        assertThat(conversation.tools()).hasSize(1);
        assertThat(conversation.parallelToolCalls()).isFalse();
        assertThat(conversation.label()).isEqualTo("stock");
        assertThat(conversation.subject()).isEqualTo("customer-7");
    }

    @Test
    void keepsTheIdOfAConversationThatOnlyTalks() {
        assertThat(ConversationRules.contentId(List.of(new Turn("user", "Hi"), new Turn("assistant", "Hello"))))
                .isEqualTo("conv-d00552db5fa5bbcf1fd5ab9ca7bdb379");
    }

    @Test
    void takesSourceAndParentOnTheTopicOnly() {
        Object json = Map.of(
                "messages",
                List.of(Map.of("role", "assistant", "content", "a")),
                "source",
                Map.of("kind", "file", "place", "file-1", "line", 3, "format", "alpaca"),
                "parent",
                Map.of("conversationId", "c-1", "method", "noise@1"));
        ConversationSubmitted conversation = accepted(ConversationRules.checkRecord(json));
        assertThat(conversation.source()).isEqualTo(new Source("file", "file-1", 3L, "alpaca"));
        assertThat(conversation.parent()).isEqualTo(new Parent("c-1", "noise@1"));
        assertThat(refused(ConversationRules.check(json)).total()).isEqualTo(2);
    }

    @Test
    void collectsAllViolationsAndCapsTheList() {
        // Given
        List<Object> turns = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            turns.add(Map.of("role", "robot", "content", "x"));
        }
        // When
        CheckedConversation.Refused refused = refused(ConversationRules.check(Map.of("messages", turns)));
        // Then
        assertThat(refused.total()).isEqualTo(50);
        assertThat(refused.violations()).hasSize(ConversationRules.MAX_VIOLATIONS);
    }

    @Test
    void refusesWhatWouldNotFitOneRecord() {
        String megabytes = "x".repeat(5 * 1024 * 1024);
        CheckedConversation.Refused refused = refused(ConversationRules.check(
                Map.of("messages", List.of(Map.of("role", "assistant", "content", megabytes)))));
        assertThat(refused.violations().getFirst().rule())
                .contains("5242880 bytes")
                .contains("split the conversation");
    }

    private static ConversationSubmitted accepted(CheckedConversation checked) {
        assertThat(checked).isInstanceOf(CheckedConversation.Accepted.class);
        return ((CheckedConversation.Accepted) checked).conversation();
    }

    private static CheckedConversation.Refused refused(CheckedConversation checked) {
        assertThat(checked).isInstanceOf(CheckedConversation.Refused.class);
        return (CheckedConversation.Refused) checked;
    }

    private static CheckedConversation check(String json) {
        try {
            return ConversationRules.check(new ObjectMapper().readValue(json, Object.class));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }
}
