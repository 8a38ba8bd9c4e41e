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
            {"messages":[{"role":"tool","content":"x"}]} | messages[0].role | tool turns are not read
            {"messages":[{"role":"user","content":""}]} | messages[0].content | is empty
            {"messages":[{"role":"user","content":"  "}]} | messages[0].content | white space
            {"messages":[{"role":"user"}]} | messages[0].content | is missing
            {"messages":[{"role":"user","content":[{"type":"image_url"}]}]} | messages[0].content[0].type | only text parts
            {"messages":[{"role":"user","content":"\\ud800"}]} | messages[0].content | surrogate
            {"messages":[{"role":"user","content":"a"}]} | messages | no assistant turn
            {"messages":[{"role":"user","content":"a"},{"role":"system","content":"b"}]} | messages[1].role | may only come first
            {"messages":[{"role":"assistant","content":"a","weight":0}]} | messages[0].weight | not read in this build
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
