package io.parlance.preprocess.dataset.leak;

import com.fasterxml.jackson.databind.JsonNode;
import io.parlance.preprocess.Instructions;
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

    private final List<String> parts = new ArrayList<>();
    private final List<String> words = new ArrayList<>();
    private final List<String> dialogue = new ArrayList<>();

    private JsonPassage() {}

    /** @return null where it says nothing */
    static Passage of(JsonNode json, Long line) {
        JsonPassage said = new JsonPassage();
        if (json.path("messages").isArray()) {
            json.get("messages").forEach(said::turn);
            said.say(json.path("non_preferred"), false);
        } else {
            said.say(json, false);
        }
        String text = String.join("\n", said.words);
        String id = json.path("id").isTextual() ? json.get("id").asText() : null;
        return text.isBlank() ? null : new Passage(id, line, said.parts, text, String.join("\n", said.dialogue));
    }

    private void turn(JsonNode turn) {
        boolean instructs = instructs(turn);
        parts.add(turn.path("role").asText(""));
        say(turn.path("content"), instructs);
        for (JsonNode call : turn.path("tool_calls")) {
            parts.add("#call");
            say(call.path("function").path("name"), instructs);
            say(call.path("function").path("arguments"), instructs);
        }
    }

    private void say(JsonNode value, boolean instructs) {
        if (value.isTextual()) {
            parts.add(value.asText());
            words.add(value.asText());
            if (!instructs) {
                dialogue.add(value.asText());
            }
        } else if (value.isArray()) {
            value.forEach(element -> say(element, instructs || instructs(element)));
        } else {
            for (Map.Entry<String, JsonNode> field : value.properties()) {
                if (!ABOUT.contains(field.getKey())) {
                    say(field.getValue(), instructs);
                }
            }
        }
    }

    private static boolean instructs(JsonNode turn) {
        return Instructions.areSpokenBy(
                turn.path("role").asText(turn.path("from").asText("")));
    }
}
