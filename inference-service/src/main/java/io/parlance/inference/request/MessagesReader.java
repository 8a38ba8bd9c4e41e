package io.parlance.inference.request;

import com.fasterxml.jackson.databind.JsonNode;
import io.parlance.model.text.ChatMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** {@code messages}: the roles and parts a chat template of text can show, all else refused by name. */
final class MessagesReader {
    private static final Predicate<JsonNode> EMPTY_LIST = value -> value.isArray() && value.isEmpty();
    private static final Predicate<JsonNode> NEVER = value -> false;
    private static final int MOST_MESSAGES = 4_096;

    private MessagesReader() {}

    static List<ChatMessage> read(String param, JsonNode json) {
        if (!json.isArray()) {
            throw JsonFields.invalidType(param, json, "a list of messages");
        }
        if (json.isEmpty() || json.size() > MOST_MESSAGES) {
            throw JsonFields.outOfRange(
                    param, "a list of %d".formatted(json.size()), "1 to %d messages".formatted(MOST_MESSAGES));
        }
        List<ChatMessage> messages = new ArrayList<>();
        for (int i = 0; i < json.size(); i++) {
            messages.add(message("%s[%d]".formatted(param, i), json.get(i)));
        }
        return messages;
    }

    private static ChatMessage message(String param, JsonNode json) {
        JsonFields fields = JsonFields.of(param, json);
        String role = role(fields);
        String content = content(fields.param("content"), fields.required("content"));
        fields.refuseUnless("name", NEVER, "the chat template has no place for names; put the name into the content.");
        fields.refuseUnless("tool_calls", EMPTY_LIST, "tool calls are not supported; leave the turn out.");
        fields.refuseUnless("function_call", NEVER, "function calls are not supported; leave the turn out.");
        fields.refuseUnless("audio", NEVER, "only text is supported.");
        fields.refuseUnless("refusal", NEVER, "refusals are not supported; put the text into the content.");
        fields.refuseUnless("annotations", EMPTY_LIST, "annotations are not supported; leave them out.");
        fields.refuseTheRest();
        return new ChatMessage(role, content);
    }

    private static String role(JsonFields fields) {
        String role = fields.requiredText("role");
        return switch (role) {
            case "system", "user", "assistant" -> role;
            // The newer name of the same role; the templates know the older.
            case "developer" -> "system";
            case "tool", "function" ->
                throw new InvalidParameter(
                        fields.param("role"),
                        "'%s' is '%s': tools are not supported; leave the turn out."
                                .formatted(fields.param("role"), role),
                        "unsupported_value");
            default ->
                throw JsonFields.outOfRange(
                        fields.param("role"), "'%s'".formatted(role), "one of system, developer, user, assistant");
        };
    }

    private static String content(String param, JsonNode json) {
        StringBuilder text = new StringBuilder();
        if (json.isArray()) {
            for (int i = 0; i < json.size(); i++) {
                text.append(part("%s[%d]".formatted(param, i), json.get(i)));
            }
        } else if (json.isTextual()) {
            text.append(JsonFields.text(param, json));
        } else {
            throw JsonFields.invalidType(param, json, "text or a list of text parts");
        }
        if (text.toString().isBlank()) {
            throw new InvalidParameter(param, "'%s' is empty, expected text.".formatted(param), "invalid_value");
        }
        return text.toString();
    }

    private static String part(String param, JsonNode json) {
        JsonFields fields = JsonFields.of(param, json);
        String type = fields.requiredText("type");
        if (!type.equals("text")) {
            throw new InvalidParameter(
                    fields.param("type"),
                    "'%s' is '%s': this model reads text only.".formatted(fields.param("type"), JsonFields.shown(type)),
                    "unsupported_value");
        }
        String text = fields.requiredText("text");
        fields.refuseTheRest();
        return text;
    }
}
