package io.parlance.contracts;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a conversation in OpenAI's chat format must satisfy to be accepted, whichever way it comes in. Works on parsed
 * JSON as the JDK's maps, lists, strings, numbers and booleans, so that every service applies the same rules.
 */
public final class ConversationRules {
    /** So many violations of one conversation are listed; the rest is counted. */
    public static final int MAX_VIOLATIONS = 20;

    /** Longest conversation, UTF-8 bytes of all its contents: it must travel in one Kafka record with room to spare. */
    public static final int MAX_CONTENT_BYTES = 256 * 1024;

    public static final String DEFAULT_DATASET = "live";
    private static final int MAX_MESSAGES = 1_000;
    private static final int MAX_ID_CHARACTERS = 200;
    private static final int MAX_METADATA_PAIRS = 16;
    private static final int MAX_METADATA_KEY = 64;
    private static final int MAX_METADATA_VALUE = 512;
    private static final Set<String> FIELDS = Set.of("id", "dataset", "messages", "metadata");
    private static final Set<String> TURN_FIELDS = Set.of("role", "content");
    private static final Set<String> ROLES = Set.of("system", "developer", "user", "assistant");
    private static final Set<String> KNOWN_BUT_UNREAD = Set.of(
            "tools",
            "parallel_tool_calls",
            "functions",
            "tool_calls",
            "tool_call_id",
            "function_call",
            "weight",
            "name");

    private final List<Violation> violations = new ArrayList<>();
    private int total;
    private long contentBytes;

    private ConversationRules() {}

    /** @param json the parsed JSON value, of any type */
    public static CheckedConversation check(Object json) {
        return new ConversationRules().examine(json);
    }

    /** An id made from what was said: the same conversation always gets the same one. */
    public static String contentId(List<Turn> messages) {
        MessageDigest digest = sha256();
        for (Turn turn : messages) {
            for (String part : List.of(turn.role(), turn.content())) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                digest.update(Integer.toString(bytes.length).getBytes(StandardCharsets.US_ASCII));
                digest.update((byte) ':');
                digest.update(bytes);
            }
        }
        return "conv-" + HexFormat.of().formatHex(digest.digest(), 0, 16);
    }

    private CheckedConversation examine(Object json) {
        if (!(json instanceof Map<?, ?> object)) {
            violate("", "expected a JSON object with messages, found " + SubmittedJson.kind(json));
            return refused(null);
        }
        unknownFields("", object, FIELDS);
        String id = shortText(object, "id", MAX_ID_CHARACTERS);
        String dataset = shortText(object, "dataset", MAX_METADATA_KEY);
        if (dataset != null && !dataset.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            violate("dataset", "'%s' has characters other than letters, digits, '.', '_' and '-'".formatted(dataset));
        }
        Map<String, String> metadata = metadata(object.get("metadata"));
        List<Turn> messages = messages(object.get("messages"));
        if (total > 0) {
            return refused(id);
        }
        return new CheckedConversation.Accepted(new ConversationSubmitted(
                id != null ? id : contentId(messages),
                dataset != null ? dataset : DEFAULT_DATASET,
                messages,
                metadata));
    }

    private List<Turn> messages(Object json) {
        if (json == null) {
            violate("messages", "is missing; expected a list of turns such as {\"role\":\"user\",\"content\":\"...\"}");
            return List.of();
        }
        if (!(json instanceof List<?> list)) {
            violate("messages", "expected a list of turns, found " + SubmittedJson.kind(json));
            return List.of();
        }
        if (list.isEmpty()) {
            violate("messages", "is empty; expected at least one user and one assistant turn");
            return List.of();
        }
        if (list.size() > MAX_MESSAGES) {
            violate(
                    "messages",
                    "has %d turns, at most %d are accepted; split the conversation"
                            .formatted(list.size(), MAX_MESSAGES));
            return List.of();
        }
        List<Turn> turns = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            Turn turn = turn("messages[" + i + "]", i, list.get(i));
            if (turn != null) {
                turns.add(turn);
            }
        }
        if (contentBytes > MAX_CONTENT_BYTES) {
            violate(
                    "messages",
                    "hold %d bytes of content, at most %d are accepted; split the conversation"
                            .formatted(contentBytes, MAX_CONTENT_BYTES));
        }
        if (turns.size() == list.size()
                && turns.stream().noneMatch(t -> t.role().equals("assistant"))) {
            violate("messages", "have no assistant turn, so there is nothing to learn from; add the answer");
        }
        return turns;
    }

    private Turn turn(String at, int index, Object json) {
        if (!(json instanceof Map<?, ?> object)) {
            violate(at, "expected an object with role and content, found " + SubmittedJson.kind(json));
            return null;
        }
        unknownFields(at + ".", object, TURN_FIELDS);
        String role = role(at + ".role", index, object.get("role"));
        String content = content(at + ".content", object.get("content"));
        return role == null || content == null ? null : new Turn(role, content);
    }

    private String role(String at, int index, Object json) {
        if (!(json instanceof String role)) {
            violate(
                    at,
                    json == null
                            ? "is missing; expected one of system, developer, user, assistant"
                            : "expected text, found " + SubmittedJson.kind(json));
            return null;
        }
        if (role.equals("tool") || role.equals("function")) {
            violate(at, "is '%s': tool turns are not read in this build; leave the conversation out".formatted(role));
            return null;
        }
        if (!ROLES.contains(role)) {
            violate(
                    at,
                    "is '%s', expected one of system, developer, user, assistant".formatted(SubmittedJson.shown(role)));
            return null;
        }
        if (index > 0 && (role.equals("system") || role.equals("developer"))) {
            violate(at, "is '%s' at turn %d; such a turn may only come first".formatted(role, index + 1));
            return null;
        }
        return role;
    }

    private String content(String at, Object json) {
        if (json instanceof List<?> parts) {
            return parts(at, parts);
        }
        if (!(json instanceof String text)) {
            violate(
                    at,
                    json == null
                            ? "is missing; expected text"
                            : "expected text or a list of text parts, found " + SubmittedJson.kind(json));
            return null;
        }
        return text(at, text);
    }

    private String parts(String at, List<?> parts) {
        StringBuilder text = new StringBuilder();
        int before = total;
        for (int i = 0; i < parts.size(); i++) {
            String partAt = at + "[" + i + "]";
            if (!(parts.get(i) instanceof Map<?, ?> part)) {
                violate(
                        partAt,
                        "expected a part such as {\"type\":\"text\",\"text\":\"...\"}, found "
                                + SubmittedJson.kind(parts.get(i)));
            } else if (!"text".equals(part.get("type"))) {
                violate(
                        partAt + ".type",
                        "is '%s'; only text parts are read"
                                .formatted(SubmittedJson.shown(String.valueOf(part.get("type")))));
            } else if (!(part.get("text") instanceof String piece)) {
                violate(partAt + ".text", "expected text, found " + SubmittedJson.kind(part.get("text")));
            } else {
                text.append(piece);
            }
        }
        return total > before ? null : text(at, text.toString());
    }

    private String text(String at, String text) {
        if (text.isBlank()) {
            violate(at, text.isEmpty() ? "is empty; expected text" : "holds only white space; expected text");
            return null;
        }
        int surrogate = SubmittedJson.loneSurrogate(text);
        if (surrogate >= 0) {
            violate(
                    at,
                    "holds half of a surrogate pair at character %d, which no UTF-8 can carry; repair the text"
                            .formatted(surrogate));
            return null;
        }
        contentBytes += text.getBytes(StandardCharsets.UTF_8).length;
        return text;
    }

    private String shortText(Map<?, ?> object, String field, int most) {
        Object value = object.get(field);
        if (value == null) {
            return null;
        }
        if (!(value instanceof String text)) {
            violate(field, "expected text, found " + SubmittedJson.kind(value));
            return null;
        }
        if (text.isBlank()
                || text.length() > most
                || text.chars().anyMatch(Character::isISOControl)
                || SubmittedJson.loneSurrogate(text) >= 0) {
            violate(field, "expected 1 to %d printable characters".formatted(most));
            return null;
        }
        return text;
    }

    private Map<String, String> metadata(Object json) {
        if (json == null) {
            return Map.of();
        }
        if (!(json instanceof Map<?, ?> object)) {
            violate("metadata", "expected an object of texts, found " + SubmittedJson.kind(json));
            return Map.of();
        }
        if (object.size() > MAX_METADATA_PAIRS) {
            violate("metadata", "has %d pairs, at most %d are accepted".formatted(object.size(), MAX_METADATA_PAIRS));
        }
        Map<String, String> pairs = new LinkedHashMap<>();
        object.forEach((key, value) -> {
            String name = String.valueOf(key);
            if (name.length() > MAX_METADATA_KEY) {
                violate(
                        "metadata",
                        "key '%s' is longer than %d characters".formatted(SubmittedJson.shown(name), MAX_METADATA_KEY));
            } else if (SubmittedJson.loneSurrogate(name) >= 0) {
                violate(
                        "metadata",
                        "key '%s' holds half of a surrogate pair; repair the text"
                                .formatted(SubmittedJson.shown(name)));
            } else if (!(value instanceof String text)) {
                violate("metadata." + name, "expected text, found " + SubmittedJson.kind(value));
            } else if (text.length() > MAX_METADATA_VALUE || SubmittedJson.loneSurrogate(text) >= 0) {
                violate(
                        "metadata." + name,
                        "expected at most %d characters of well-formed text".formatted(MAX_METADATA_VALUE));
            } else {
                pairs.put(name, text);
            }
        });
        return pairs;
    }

    private void unknownFields(String prefix, Map<?, ?> object, Set<String> known) {
        for (Object key : object.keySet()) {
            String name = String.valueOf(key);
            if (known.contains(name)) {
                continue;
            }
            violate(
                    prefix + SubmittedJson.shown(name),
                    KNOWN_BUT_UNREAD.contains(name)
                            ? "is not read in this build, and would be lost; remove it or leave the conversation out"
                            : "is no field of a conversation; expected %s"
                                    .formatted(known.stream().sorted().toList()));
        }
    }

    private CheckedConversation refused(String id) {
        return new CheckedConversation.Refused(violations, total, id);
    }

    private void violate(String field, String rule) {
        total++;
        if (violations.size() < MAX_VIOLATIONS) {
            violations.add(new Violation(field, rule));
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("the JDK has no SHA-256", impossible);
        }
    }
}
