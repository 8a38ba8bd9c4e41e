package io.parlance.contracts;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What definitions, calls and results of tools must satisfy, in OpenAI's shape. */
final class ToolRules {
    private static final int MAX_TOOLS = 128;
    private static final int MAX_CALLS = 128;
    private static final int MAX_ID_CHARACTERS = 200;
    private static final int MAX_NAME_CHARACTERS = 64;
    private static final Set<String> CALL_FIELDS = Set.of("id", "type", "function");
    private static final Set<String> FUNCTION_FIELDS = Set.of("name", "arguments");

    private final Violations violations;
    private final FieldRules fields;

    ToolRules(Violations violations, FieldRules fields) {
        this.violations = violations;
        this.fields = fields;
    }

    /** The {@code tools} of a conversation. */
    List<Map<String, Object>> definitions(Object json) {
        if (json == null) {
            return List.of();
        }
        if (!(json instanceof List<?> list)) {
            violations.add("tools", "expected a list of functions, found " + SubmittedJson.kind(json));
            return List.of();
        }
        if (list.size() > MAX_TOOLS) {
            violations.add("tools", "has %d entries, at most %d are accepted".formatted(list.size(), MAX_TOOLS));
            return List.of();
        }
        List<Map<String, Object>> tools = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            Map<String, Object> tool = definition("tools[%d]".formatted(i), list.get(i));
            if (tool != null) {
                tools.add(tool);
            }
        }
        return tools;
    }

    @SuppressWarnings("unchecked") // Parsed JSON: the keys of an object are texts.
    private Map<String, Object> definition(String at, Object json) {
        if (!(json instanceof Map<?, ?> tool)) {
            violations.add(at, "expected an object with type and function, found " + SubmittedJson.kind(json));
            return null;
        }
        if (!ToolCall.FUNCTION.equals(tool.get("type"))) {
            violations.add(at + ".type", "expected \"function\", the only type of tool that is read");
            return null;
        }
        if (!(tool.get("function") instanceof Map<?, ?> function)) {
            violations.add(
                    at + ".function",
                    "expected an object with a name, found " + SubmittedJson.kind(tool.get("function")));
            return null;
        }
        String name = fields.requiredText(at + ".function.name", function.get("name"), MAX_NAME_CHARACTERS);
        String text = fields.wellFormed(at, SubmittedJson.canonical(tool));
        return name == null || text == null ? null : (Map<String, Object>) tool;
    }

    /** The {@code tool_calls} of an assistant turn. */
    List<ToolCall> calls(String at, Object json) {
        if (json == null) {
            return List.of();
        }
        if (!(json instanceof List<?> list) || list.isEmpty() || list.size() > MAX_CALLS) {
            violations.add(
                    at,
                    "expected a list of 1 to %d calls; leave the field out where there is none".formatted(MAX_CALLS));
            return List.of();
        }
        List<ToolCall> calls = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            ToolCall call = call("%s[%d]".formatted(at, i), list.get(i));
            if (call != null) {
                calls.add(call);
            }
        }
        return calls;
    }

    private ToolCall call(String at, Object json) {
        if (!(json instanceof Map<?, ?> call)) {
            violations.add(at, "expected an object with id, type and function, found " + SubmittedJson.kind(json));
            return null;
        }
        fields.unknown(at + ".", call, CALL_FIELDS, "a tool call");
        String id = fields.requiredText(at + ".id", call.get("id"), MAX_ID_CHARACTERS);
        if (!ToolCall.FUNCTION.equals(call.get("type"))) {
            violations.add(at + ".type", "expected \"function\", the only type of tool that is read");
            return null;
        }
        if (!(call.get("function") instanceof Map<?, ?> function)) {
            violations.add(
                    at + ".function",
                    "expected an object with name and arguments, found " + SubmittedJson.kind(call.get("function")));
            return null;
        }
        fields.unknown(at + ".function.", function, FUNCTION_FIELDS, "a called function");
        String name = fields.requiredText(at + ".function.name", function.get("name"), MAX_NAME_CHARACTERS);
        if (!(function.get("arguments") instanceof String arguments)) {
            violations.add(
                    at + ".function.arguments",
                    "expected JSON in a text, found " + SubmittedJson.kind(function.get("arguments")));
            return null;
        }
        String checked = fields.wellFormed(at + ".function.arguments", arguments);
        return id == null || name == null || checked == null
                ? null
                : new ToolCall(id, ToolCall.FUNCTION, new ToolCall.Function(name, checked));
    }

    /** Each result answers a call that stands before it, and each call has its result before the talk goes on. */
    void callsAndResults(String at, List<Turn> turns) {
        Set<String> open = new LinkedHashSet<>();
        for (int i = 0; i < turns.size(); i++) {
            Turn turn = turns.get(i);
            if (turn.role().equals("tool")) {
                if (!open.remove(turn.toolCallId())) {
                    violations.add(
                            "%s[%d].tool_call_id".formatted(at, i),
                            "is '%s', which no call before it waits for".formatted(turn.toolCallId()));
                }
                continue;
            }
            if (!open.isEmpty()) {
                violations.add(
                        "%s[%d]".formatted(at, i),
                        "comes before the results of the calls %s; add their tool turns".formatted(open));
                open.clear();
            }
            turn.toolCalls().forEach(call -> open.add(call.id()));
        }
    }
}
