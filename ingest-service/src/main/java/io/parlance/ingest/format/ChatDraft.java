package io.parlance.ingest.format;

import io.parlance.contracts.ConversationRules;
import io.parlance.contracts.Violation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A record on its way into the chat shape: what it says, what that was called before, and what is wrong with it. */
final class ChatDraft {
    /** What every JSON format may carry besides its own fields. */
    private static final List<String> PASSED =
            List.of("id", "dataset", "metadata", "label", "subject", "tools", "parallel_tool_calls");

    private final Map<?, ?> record;
    private final Map<String, Object> chat = new LinkedHashMap<>();
    private final List<Object> messages = new ArrayList<>();
    private final List<Object> nonPreferred = new ArrayList<>();
    private final FieldNames names = new FieldNames();
    private final List<Violation> violations = new ArrayList<>();
    private int total;
    private int unknown;

    /** @param own the fields of its format @param owner what has such fields, with its article */
    ChatDraft(Map<?, ?> record, Set<String> own, String owner) {
        this.record = record;
        for (Object key : record.keySet()) {
            String field = String.valueOf(key);
            if (PASSED.contains(field)) {
                chat.put(field, record.get(key));
            } else if (!own.contains(field)) {
                unknown++;
                Set<String> expected = new LinkedHashSet<>(own.stream().sorted().toList());
                expected.addAll(PASSED);
                refuse(
                        JsonKind.shown(field),
                        "is no field of %s; expected %s, or name it in ignore".formatted(owner, expected));
            }
        }
        if (chat.get("id") instanceof Integer || chat.get("id") instanceof Long) {
            chat.put("id", chat.get("id").toString());
        }
    }

    void refuse(String field, String rule) {
        total++;
        if (violations.size() < ConversationRules.MAX_VIOLATIONS) {
            violations.add(new Violation(field, rule));
        }
    }

    /** A field that must hold text, which may be empty; null after a refusal. */
    String requiredText(String field) {
        if (record.get(field) == null) {
            refuse(field, "is missing; expected text");
            return null;
        }
        return optionalText(field);
    }

    /** A field that may hold text; null when it does not. */
    String optionalText(String field) {
        Object value = record.get(field);
        if (value != null && !(value instanceof String)) {
            refuse(field, "expected text, found " + JsonKind.of(value));
            return null;
        }
        return (String) value;
    }

    void pass(String field, Object value) {
        chat.put(field, value);
    }

    /** A turn that only says something. @param origin the field that said it */
    void say(String role, String content, String origin) {
        Map<String, Object> turn = new LinkedHashMap<>();
        turn.put("role", role);
        turn.put("content", content);
        add(turn, origin, origin, origin);
    }

    /** @param origin of the turn @param roleOrigin of its role @param textOrigin of what it says or calls */
    void add(Object turn, String origin, String roleOrigin, String textOrigin) {
        name("messages[%d]".formatted(messages.size()), origin, roleOrigin, textOrigin);
        messages.add(turn);
    }

    /** Turns that are in the chat shape already. @param learn whether the loss counts those that do not say */
    void addTurns(List<?> turns, String origin, int firstIndex, boolean learn) {
        for (int i = 0; i < turns.size(); i++) {
            names.put("messages[%d]".formatted(messages.size()), "%s[%d]".formatted(origin, firstIndex + i));
            messages.add(learn ? turns.get(i) : unlearned(turns.get(i)));
        }
    }

    /** What takes the place of the preferred answer. */
    void addNonPreferred(List<?> turns, String origin, int firstIndex) {
        names.put("non_preferred", origin);
        for (int i = 0; i < turns.size(); i++) {
            names.put("non_preferred[%d]".formatted(i), "%s[%d]".formatted(origin, firstIndex + i));
            nonPreferred.add(turns.get(i));
        }
    }

    void sayNonPreferred(String content, String origin) {
        Map<String, Object> turn = new LinkedHashMap<>();
        turn.put("role", "assistant");
        turn.put("content", content);
        name("non_preferred[%d]".formatted(nonPreferred.size()), origin, origin, origin);
        nonPreferred.add(turn);
    }

    /** Says how a field of the chat shape is called in the record. */
    void name(String chatField, String origin) {
        names.put(chatField, origin);
    }

    ReadRecord.Content finished() {
        chat.put("messages", messages);
        if (!nonPreferred.isEmpty()) {
            chat.put("non_preferred", nonPreferred);
        }
        ReadRecord.Chat whole = new ReadRecord.Chat(chat, names);
        if (total == 0) {
            return whole;
        }
        ReadRecord.Refused refused = new ReadRecord.Refused(
                violations, total, chat.get("id") instanceof String id ? id : null, ConversationRules.datasetOf(chat));
        // Where all that is known of the format was translated, the rules can say the rest at once.
        return total == unknown ? refused.and(new ReadRecord(null, null, whole, () -> new byte[0]).judged()) : refused;
    }

    private void name(String turn, String origin, String roleOrigin, String textOrigin) {
        names.put(turn, origin);
        names.put(turn + ".role", roleOrigin);
        names.put(turn + ".content", textOrigin);
        names.put(turn + ".tool_calls", textOrigin);
        names.put(turn + ".tool_call_id", roleOrigin);
    }

    private static Object unlearned(Object turn) {
        if (!(turn instanceof Map<?, ?> said) || !"assistant".equals(said.get("role")) || said.get("weight") != null) {
            return turn;
        }
        Map<Object, Object> copy = new LinkedHashMap<>(said);
        copy.put("weight", 0);
        return copy;
    }
}
