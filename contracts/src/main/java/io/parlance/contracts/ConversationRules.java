package io.parlance.contracts;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a conversation in OpenAI's chat format must satisfy to be accepted, whichever way it comes in. Works on parsed
 * JSON as the JDK's maps, lists, strings, numbers and booleans, so that every service applies the same rules.
 */
public final class ConversationRules {
    /** So many violations of one conversation are listed; the rest is counted. */
    public static final int MAX_VIOLATIONS = 20;

    /** Longest conversation, UTF-8 bytes of all it says: it must travel in one Kafka record with room to spare. */
    public static final int MAX_CONTENT_BYTES = 256 * 1024;

    public static final String DEFAULT_DATASET = "live";

    private static final int MAX_ID_CHARACTERS = 200;
    private static final int MAX_NAME_CHARACTERS = 64;
    private static final int MAX_PLACE_CHARACTERS = 2_048;
    private static final Set<String> FIELDS = Set.of(
            "id",
            "dataset",
            "messages",
            "metadata",
            "tools",
            "parallel_tool_calls",
            "non_preferred",
            "label",
            "subject");
    private static final Set<String> FIELDS_OF_RECORDS =
            Stream.concat(FIELDS.stream(), Stream.of("source", "parent")).collect(Collectors.toUnmodifiableSet());
    private static final Pattern DATASET_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    private final Violations violations = new Violations();
    private final FieldRules fields = new FieldRules(violations);
    private final MessageRules turns = new MessageRules(violations, fields);
    private final boolean ofOurOwn;

    private ConversationRules(boolean ofOurOwn) {
        this.ofOurOwn = ofOurOwn;
    }

    /** A conversation from outside. @param json the parsed JSON value, of any type */
    public static CheckedConversation check(Object json) {
        return new ConversationRules(false).examine(json);
    }

    /** A record of {@link Topics#CONVERSATIONS_SUBMITTED}, where services also say source and parent. */
    public static CheckedConversation checkRecord(Object json) {
        return new ConversationRules(true).examine(json);
    }

    /** An id made from what was said: the same conversation always gets the same one. */
    public static String contentId(List<Turn> messages) {
        return contentId(messages, List.of(), List.of());
    }

    /** The same, of a conversation with tools or a second answer. */
    public static String contentId(List<Turn> messages, List<Map<String, Object>> tools, List<Turn> nonPreferred) {
        MessageDigest digest = sha256();
        contentParts(messages, tools, nonPreferred).forEach(part -> add(digest, part));
        return "conv-" + HexFormat.of().formatHex(digest.digest(), 0, 16);
    }

    /**
     * All that a conversation says, as a list of texts: equal lists say the same. Plain turns give role and content in
     * turn; whatever else there is follows under a name that no role has.
     */
    public static List<String> contentParts(
            List<Turn> messages, List<Map<String, Object>> tools, List<Turn> nonPreferred) {
        List<String> parts = new ArrayList<>();
        addTurns(parts, messages);
        if (!tools.isEmpty()) {
            parts.add("#tools");
            parts.add(SubmittedJson.canonical(tools));
        }
        if (!nonPreferred.isEmpty()) {
            parts.add("#non_preferred");
            addTurns(parts, nonPreferred);
        }
        return parts;
    }

    /** The dataset that a submission, valid or not, is meant for; null when it does not say so. @param json parsed */
    public static String datasetOf(Object json) {
        if (!(json instanceof Map<?, ?> object)) {
            return null;
        }
        Object named = object.get("dataset");
        if (named == null) {
            return DEFAULT_DATASET;
        }
        return named instanceof String text && text.length() <= MAX_NAME_CHARACTERS && isDatasetName(text)
                ? text
                : null;
    }

    private static boolean isDatasetName(String text) {
        return DATASET_NAME.matcher(text).matches();
    }

    private static void addTurns(List<String> parts, List<Turn> turns) {
        for (Turn turn : turns) {
            parts.add(turn.role());
            parts.add(turn.content());
            for (ToolCall call : turn.toolCalls()) {
                parts.add("#call");
                parts.add(call.id());
                parts.add(call.function().name());
                parts.add(call.function().arguments());
            }
            if (turn.toolCallId() != null) {
                parts.add("#result");
                parts.add(turn.toolCallId());
            }
            if (turn.weight() != null && turn.weight() == 0) {
                parts.add("#untrained");
            }
        }
    }

    private static void add(MessageDigest digest, String part) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        digest.update(Integer.toString(bytes.length).getBytes(StandardCharsets.US_ASCII));
        digest.update((byte) ':');
        digest.update(bytes);
    }

    private CheckedConversation examine(Object json) {
        if (!(json instanceof Map<?, ?> object)) {
            violations.add("", "expected a JSON object with messages, found " + SubmittedJson.kind(json));
            return violations.refused(null);
        }
        unknownFields(object);
        String id = fields.shortText("id", object.get("id"), MAX_ID_CHARACTERS);
        String dataset = dataset(object.get("dataset"));
        Map<String, String> metadata = fields.metadata(object.get("metadata"));
        List<Map<String, Object>> tools = turns.tools(object.get("tools"));
        List<Turn> messages = turns.messages(object.get("messages"));
        List<Turn> nonPreferred = turns.nonPreferred(object.get("non_preferred"), messages);
        String label = fields.shortText("label", object.get("label"), MAX_NAME_CHARACTERS);
        String subject = fields.shortText("subject", object.get("subject"), MAX_ID_CHARACTERS);
        Boolean parallel = fields.truth("parallel_tool_calls", object.get("parallel_tool_calls"));
        Source source = ofOurOwn ? source(object.get("source")) : null;
        Parent parent = ofOurOwn ? parent(object.get("parent")) : null;
        if (violations.total() > 0) {
            return violations.refused(id);
        }
        return new CheckedConversation.Accepted(new ConversationSubmitted(
                id != null ? id : contentId(messages, tools, nonPreferred),
                dataset != null ? dataset : DEFAULT_DATASET,
                messages,
                metadata,
                tools,
                parallel,
                nonPreferred,
                label,
                subject,
                source,
                parent));
    }

    private String dataset(Object json) {
        String dataset = fields.shortText("dataset", json, MAX_NAME_CHARACTERS);
        if (dataset != null && !isDatasetName(dataset)) {
            violations.add(
                    "dataset", "'%s' has characters other than letters, digits, '.', '_' and '-'".formatted(dataset));
        }
        return dataset;
    }

    private Source source(Object json) {
        if (json == null) {
            return null;
        }
        if (!(json instanceof Map<?, ?> object)) {
            violations.add("source", "expected an object with kind and place, found " + SubmittedJson.kind(json));
            return null;
        }
        String kind = fields.requiredText("source.kind", object.get("kind"), MAX_NAME_CHARACTERS);
        String place = fields.requiredText("source.place", object.get("place"), MAX_PLACE_CHARACTERS);
        String format = fields.shortText("source.format", object.get("format"), MAX_NAME_CHARACTERS);
        Long line = null;
        if (object.get("line") instanceof Number n && n.longValue() >= 1) {
            line = n.longValue();
        } else if (object.get("line") != null) {
            violations.add("source.line", "expected a number of at least 1");
        }
        return kind == null || place == null ? null : new Source(kind, place, line, format);
    }

    private Parent parent(Object json) {
        if (json == null) {
            return null;
        }
        if (!(json instanceof Map<?, ?> object)) {
            violations.add(
                    "parent", "expected an object with conversationId and method, found " + SubmittedJson.kind(json));
            return null;
        }
        String id = fields.requiredText("parent.conversationId", object.get("conversationId"), MAX_ID_CHARACTERS);
        String method = fields.requiredText("parent.method", object.get("method"), MAX_NAME_CHARACTERS);
        return id == null || method == null ? null : new Parent(id, method);
    }

    private void unknownFields(Map<?, ?> object) {
        fields.unknown("", object, ofOurOwn ? FIELDS_OF_RECORDS : FIELDS, "a conversation");
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("the JDK has no SHA-256", impossible);
        }
    }
}
