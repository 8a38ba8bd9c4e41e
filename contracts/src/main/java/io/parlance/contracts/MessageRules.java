package io.parlance.contracts;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the turns of a conversation must satisfy, each by itself and in their order. */
final class MessageRules {
    private static final int MAX_MESSAGES = 1_000;
    private static final String ROLE_NAMES = "system, developer, user, assistant, tool";
    private static final Set<String> ROLES = Set.of("system", "developer", "user", "assistant", "tool");
    private static final Set<String> TURN_FIELDS = Set.of("role", "content");
    private static final Set<String> ASSISTANT_FIELDS = Set.of("role", "content", "weight", "tool_calls");
    private static final Set<String> TOOL_FIELDS = Set.of("role", "content", "tool_call_id");

    private final Violations violations;
    private final FieldRules fields;
    private final ToolRules toolRules;

    MessageRules(Violations violations, FieldRules fields) {
        this.violations = violations;
        this.fields = fields;
        this.toolRules = new ToolRules(violations, fields);
    }

    List<Map<String, Object>> tools(Object json) {
        return toolRules.definitions(json);
    }

    List<Turn> messages(Object json) {
        if (json == null) {
            violations.add(
                    "messages", "is missing; expected a list of turns such as {\"role\":\"user\",\"content\":\"...\"}");
            return List.of();
        }
        if (!(json instanceof List<?> list)) {
            violations.add("messages", "expected a list of turns, found " + SubmittedJson.kind(json));
            return List.of();
        }
        if (list.isEmpty()) {
            violations.add("messages", "is empty; expected at least one user and one assistant turn");
            return List.of();
        }
        if (list.size() > MAX_MESSAGES) {
            violations.add(
                    "messages",
                    "has %d turns, at most %d are accepted; split the conversation"
                            .formatted(list.size(), MAX_MESSAGES));
            return List.of();
        }
        List<Turn> turns = turns("messages", 0, list);
        if (turns.size() == list.size()) {
            somethingToLearn(turns);
            toolRules.callsAndResults("messages", turns);
        }
        limit();
        return turns;
    }

    /** The other answer of a preference pair: assistant and tool turns, the last an assistant's. */
    List<Turn> nonPreferred(Object json, List<Turn> messages) {
        if (json == null) {
            return List.of();
        }
        if (!(json instanceof List<?> list) || list.isEmpty() || list.size() > MAX_MESSAGES) {
            violations.add("non_preferred", "expected a list of the turns that were not preferred");
            return List.of();
        }
        List<Turn> turns = turns("non_preferred", 1, list);
        for (int i = 0; i < turns.size(); i++) {
            if (!turns.get(i).role().equals("assistant") && !turns.get(i).role().equals("tool")) {
                violations.add(
                        "non_preferred[%d].role".formatted(i),
                        "is '%s', expected assistant or tool"
                                .formatted(turns.get(i).role()));
            }
        }
        if (turns.size() == list.size() && !turns.getLast().trained()) {
            violations.add("non_preferred", "must end with an assistant turn of weight 1");
        }
        if (!messages.isEmpty() && !messages.getLast().trained()) {
            violations.add("messages", "must end with the preferred answer, since non_preferred takes its place");
        }
        limit();
        return turns;
    }

    private List<Turn> turns(String at, int firstIndex, List<?> list) {
        List<Turn> turns = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            Turn turn = turn(at + "[" + i + "]", firstIndex + i, list.get(i));
            if (turn != null) {
                turns.add(turn);
            }
        }
        return turns;
    }

    private void somethingToLearn(List<Turn> turns) {
        if (turns.stream().noneMatch(t -> t.role().equals("assistant"))) {
            violations.add("messages", "have no assistant turn, so there is nothing to learn from; add the answer");
        } else if (turns.stream().noneMatch(Turn::trained)) {
            violations.add("messages", "have only assistant turns of weight 0, so there is nothing to learn from");
        }
    }

    private void limit() {
        if (fields.contentBytes() > ConversationRules.MAX_CONTENT_BYTES) {
            violations.add(
                    "messages",
                    "hold %d bytes of content, at most %d are accepted; split the conversation"
                            .formatted(fields.contentBytes(), ConversationRules.MAX_CONTENT_BYTES));
        }
    }

    private Turn turn(String at, int index, Object json) {
        if (!(json instanceof Map<?, ?> object)) {
            violations.add(at, "expected an object with role and content, found " + SubmittedJson.kind(json));
            return null;
        }
        int before = violations.total();
        String role = role(at + ".role", index, object.get("role"));
        fields.unknown(at + ".", object, fieldsOf(role), role == null ? "a turn" : "a turn of role " + role);
        List<ToolCall> calls =
                "assistant".equals(role) ? toolRules.calls(at + ".tool_calls", object.get("tool_calls")) : List.of();
        String content = calls.isEmpty() || object.get("content") != null
                ? content(at + ".content", object.get("content"), !calls.isEmpty())
                : "";
        String callId =
                "tool".equals(role) ? fields.requiredText(at + ".tool_call_id", object.get("tool_call_id"), 200) : null;
        Integer weight = "assistant".equals(role) ? weight(at + ".weight", object.get("weight")) : null;
        return violations.total() > before ? null : new Turn(role, content, calls, callId, weight);
    }

    private static Set<String> fieldsOf(String role) {
        if (role == null) {
            Set<String> all = new LinkedHashSet<>(ASSISTANT_FIELDS);
            all.addAll(TOOL_FIELDS);
            return all;
        }
        return switch (role) {
            case "assistant" -> ASSISTANT_FIELDS;
            case "tool" -> TOOL_FIELDS;
            default -> TURN_FIELDS;
        };
    }

    private Integer weight(String at, Object json) {
        if (json == null) {
            return null;
        }
        if (json instanceof Number n && (n.doubleValue() == 0 || n.doubleValue() == 1)) {
            return n.intValue();
        }
        violations.add(at, "is %s, expected 0 or 1".formatted(SubmittedJson.kind(json)));
        return null;
    }

    private String role(String at, int index, Object json) {
        if (!(json instanceof String role)) {
            violations.add(
                    at,
                    json == null
                            ? "is missing; expected one of " + ROLE_NAMES
                            : "expected text, found " + SubmittedJson.kind(json));
            return null;
        }
        if (role.equals("function")) {
            violations.add(at, "is 'function', which OpenAI replaced; write a tool turn with its tool_call_id");
            return null;
        }
        if (!ROLES.contains(role)) {
            violations.add(at, "is '%s', expected one of %s".formatted(SubmittedJson.shown(role), ROLE_NAMES));
            return null;
        }
        if (index > 0 && (role.equals("system") || role.equals("developer"))) {
            violations.add(at, "is '%s' at turn %d; such a turn may only come first".formatted(role, index + 1));
            return null;
        }
        return role;
    }

    private String content(String at, Object json, boolean mayBeEmpty) {
        if (json instanceof List<?> parts) {
            return parts(at, parts, mayBeEmpty);
        }
        if (!(json instanceof String text)) {
            violations.add(
                    at,
                    json == null
                            ? "is missing; expected text"
                            : "expected text or a list of text parts, found " + SubmittedJson.kind(json));
            return null;
        }
        return mayBeEmpty ? fields.wellFormed(at, text) : fields.content(at, text);
    }

    private String parts(String at, List<?> parts, boolean mayBeEmpty) {
        StringBuilder text = new StringBuilder();
        int before = violations.total();
        for (int i = 0; i < parts.size(); i++) {
            String partAt = at + "[" + i + "]";
            if (!(parts.get(i) instanceof Map<?, ?> part)) {
                violations.add(
                        partAt,
                        "expected a part such as {\"type\":\"text\",\"text\":\"...\"}, found "
                                + SubmittedJson.kind(parts.get(i)));
            } else if (!"text".equals(part.get("type"))) {
                violations.add(
                        partAt + ".type",
                        "is '%s'; only text parts are read"
                                .formatted(SubmittedJson.shown(String.valueOf(part.get("type")))));
            } else if (!(part.get("text") instanceof String piece)) {
                violations.add(partAt + ".text", "expected text, found " + SubmittedJson.kind(part.get("text")));
            } else {
                text.append(piece);
            }
        }
        if (violations.total() > before) {
            return null;
        }
        return mayBeEmpty ? fields.wellFormed(at, text.toString()) : fields.content(at, text.toString());
    }
}
