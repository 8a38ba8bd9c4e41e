package io.parlance.preprocess.dataset.leak;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A JSON value as a text: the turns of {@code messages}; in objects of another shape every text in it, in order, but for
 * those fields that say what it is and not what it says.
 */
final class JsonPassage {
    private static final Set<String> ABOUT = Set.of(
            "id",
            "role",
            "from",
            "type",
            "name",
            "metadata",
            "label",
            "subject",
            "dataset",
            "source",
            "split",
            "weight",
            "tool_call_id");

    private JsonPassage() {}

    /** @return null where it says nothing */
    static Passage of(JsonNode json, Long line) {
        List<String> parts = new ArrayList<>();
        List<String> words = new ArrayList<>();
        if (json.path("messages").isArray()) {
            for (JsonNode turn : json.get("messages")) {
                parts.add(turn.path("role").asText(""));
                say(turn.path("content"), parts, words);
                for (JsonNode call : turn.path("tool_calls")) {
                    parts.add("#call");
                    say(call.path("function").path("name"), parts, words);
                    say(call.path("function").path("arguments"), parts, words);
                }
            }
            say(json.path("non_preferred"), parts, words);
        } else {
            say(json, parts, words);
        }
        String text = String.join("\n", words);
        String id = json.path("id").isTextual() ? json.get("id").asText() : null;
        return text.isBlank() ? null : new Passage(id, line, parts, text);
    }

    private static void say(JsonNode value, List<String> parts, List<String> words) {
        if (value.isTextual()) {
            parts.add(value.asText());
            words.add(value.asText());
        } else if (value.isArray()) {
            value.forEach(element -> say(element, parts, words));
        } else {
            for (Map.Entry<String, JsonNode> field : value.properties()) {
                if (!ABOUT.contains(field.getKey())) {
                    say(field.getValue(), parts, words);
                }
            }
        }
    }
}
