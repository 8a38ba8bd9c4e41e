package io.parlance.ingest.format;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code conversations} of {@code from} and {@code value}; calls of functions are JSON in a value. */
final class ShareGpt implements Translation {
    private static final Set<String> FIELDS = Set.of("conversations", "system");
    private static final Set<String> TURN_FIELDS = Set.of("from", "value", "weight");

    /** Who speaks, by all the names that are about. */
    private static final Map<String, String> ROLES = Map.ofEntries(
            Map.entry("system", "system"),
            Map.entry("human", "user"),
            Map.entry("user", "user"),
            Map.entry("gpt", "assistant"),
            Map.entry("assistant", "assistant"),
            Map.entry("chatgpt", "assistant"),
            Map.entry("bing", "assistant"),
            Map.entry("bard", "assistant"),
            Map.entry("model", "assistant"),
            Map.entry("function_call", "call"),
            Map.entry("tool", "tool"),
            Map.entry("observation", "tool"),
            Map.entry("function_response", "tool"));

    @Override
    public ReadRecord.Content translate(Map<?, ?> record) {
        ChatDraft draft = new ChatDraft(record, FIELDS, "a ShareGPT record");
        draft.name("messages", "conversations");
        String system = draft.optionalText("system");
        if (system != null && !system.isBlank()) {
            draft.say("system", system, "system");
        }
        if (record.get("tools") != null) {
            draft.pass("tools", tools(record.get("tools")));
        }
        if (record.get("conversations") instanceof List<?> turns) {
            Calls calls = new Calls();
            for (int i = 0; i < turns.size(); i++) {
                turn(draft, calls, "conversations[%d]".formatted(i), turns.get(i));
            }
        } else {
            draft.refuse(
                    "conversations",
                    record.get("conversations") == null
                            ? "is missing; expected a list of {\"from\":\"human\",\"value\":\"...\"}"
                            : "expected a list of turns, found " + JsonKind.of(record.get("conversations")));
        }
        return draft.finished();
    }

    private static void turn(ChatDraft draft, Calls calls, String at, Object json) {
        if (!(json instanceof Map<?, ?> turn)) {
            draft.refuse(at, "expected an object with from and value, found " + JsonKind.of(json));
            return;
        }
        for (Object key : turn.keySet()) {
            if (!TURN_FIELDS.contains(String.valueOf(key))) {
                draft.refuse(
                        at + "." + JsonKind.shown(String.valueOf(key)),
                        "is no field of a ShareGPT turn; expected from, value, weight");
            }
        }
        String role = turn.get("from") instanceof String from ? ROLES.get(from) : null;
        if (role == null) {
            draft.refuse(
                    at + ".from",
                    turn.get("from") == null
                            ? "is missing; expected one of " + names()
                            : "is '%s', expected one of %s"
                                    .formatted(JsonKind.shown(String.valueOf(turn.get("from"))), names()));
            return;
        }
        if (!(turn.get("value") instanceof String value)) {
            draft.refuse(
                    at + ".value",
                    turn.get("value") == null
                            ? "is missing; expected text"
                            : "expected text, found " + JsonKind.of(turn.get("value")));
            return;
        }
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("role", role.equals("call") ? "assistant" : role);
        switch (role) {
            case "call" -> {
                List<Object> made = calls.made(value);
                if (made == null) {
                    draft.refuse(
                            at + ".value", "expected a call as JSON, such as {\"name\":\"...\",\"arguments\":{...}}");
                    return;
                }
                said.put("tool_calls", made);
            }
            case "tool" -> {
                String call = calls.open.poll();
                if (call == null) {
                    draft.refuse(at + ".from", "is a result, but no function_call before it waits for one");
                    return;
                }
                said.put("tool_call_id", call);
                said.put("content", value);
            }
            default -> said.put("content", value);
        }
        if (turn.get("weight") != null) {
            said.put("weight", turn.get("weight"));
        }
        draft.add(said, at, at + ".from", at + ".value");
    }

    private static List<String> names() {
        return ROLES.keySet().stream().sorted().toList();
    }

    /** Definitions of tools as JSON in a text, or as they are; without OpenAI's wrapping they get it. */
    private static Object tools(Object tools) {
        Object defined = tools;
        if (tools instanceof String text) {
            if (text.isBlank()) {
                return null;
            }
            if (!(RecordParser.parse(text) instanceof ParsedJson.Value parsed)) {
                return tools;
            }
            defined = parsed.value();
        }
        if (!(defined instanceof List<?> list)) {
            return defined;
        }
        List<Object> wrapped = new ArrayList<>();
        for (Object tool : list) {
            wrapped.add(
                    tool instanceof Map<?, ?> bare && bare.containsKey("name") && !bare.containsKey("function")
                            ? new LinkedHashMap<>(Map.of("type", "function", "function", bare))
                            : tool);
        }
        return wrapped;
    }

    /** Gives calls the ids that this format lacks: results answer calls in their order. */
    private static final class Calls {
        private final Deque<String> open = new ArrayDeque<>();
        private int made;

        /** OpenAI's calls, or null when the text holds none. */
        private List<Object> made(String text) {
            if (!(RecordParser.parse(text) instanceof ParsedJson.Value parsed)) {
                return null;
            }
            List<?> list =
                    parsed.value() instanceof List<?> several ? several : Collections.singletonList(parsed.value());
            List<Object> calls = new ArrayList<>();
            for (Object json : list) {
                if (!(json instanceof Map<?, ?> call)
                        || !(call.get("name") instanceof String name)
                        || call.get("arguments") == null) {
                    return null;
                }
                Object arguments = call.get("arguments");
                String id = "call_" + ++made;
                open.add(id);
                Map<String, Object> function = new LinkedHashMap<>();
                function.put("name", name);
                function.put("arguments", arguments instanceof String s ? s : RecordParser.write(arguments));
                Map<String, Object> one = new LinkedHashMap<>();
                one.put("id", id);
                one.put("type", "function");
                one.put("function", function);
                calls.add(one);
            }
            return calls.isEmpty() ? null : calls;
        }
    }
}
