package io.parlance.contracts;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What single fields of a submission must satisfy. A field that breaks a rule is noted, and gives null. */
final class FieldRules {
    private static final int MAX_METADATA_PAIRS = 16;
    private static final int MAX_METADATA_KEY = 64;
    private static final int MAX_METADATA_VALUE = 512;

    /** Fields that other tools write and that this build would lose. */
    private static final Set<String> KNOWN_BUT_UNREAD =
            Set.of("functions", "function_call", "name", "audio", "refusal");

    private final Violations violations;
    private long contentBytes;

    FieldRules(Violations violations) {
        this.violations = violations;
    }

    /** UTF-8 bytes of all contents seen so far. */
    long contentBytes() {
        return contentBytes;
    }

    /** A text that says something, or null. @param json any value */
    String content(String at, String text) {
        if (text.isBlank()) {
            violations.add(at, text.isEmpty() ? "is empty; expected text" : "holds only white space; expected text");
            return null;
        }
        return wellFormed(at, text);
    }

    /** A text that may be empty but must be what UTF-8 can carry, or null. */
    String wellFormed(String at, String text) {
        int surrogate = SubmittedJson.loneSurrogate(text);
        if (surrogate >= 0) {
            violations.add(
                    at,
                    "holds half of a surrogate pair at character %d, which no UTF-8 can carry; repair the text"
                            .formatted(surrogate));
            return null;
        }
        contentBytes += text.getBytes(StandardCharsets.UTF_8).length;
        return text;
    }

    String requiredText(String at, Object json, int most) {
        if (json == null) {
            violations.add(at, "is missing; expected text");
            return null;
        }
        return shortText(at, json, most);
    }

    /** A name of at most so many printable characters, or null when there is none. */
    String shortText(String at, Object json, int most) {
        if (json == null) {
            return null;
        }
        if (!(json instanceof String text)) {
            violations.add(at, "expected text, found " + SubmittedJson.kind(json));
            return null;
        }
        if (text.isBlank()
                || text.length() > most
                || text.chars().anyMatch(Character::isISOControl)
                || SubmittedJson.loneSurrogate(text) >= 0) {
            violations.add(at, "expected 1 to %d printable characters".formatted(most));
            return null;
        }
        return text;
    }

    Boolean truth(String at, Object json) {
        if (json != null && !(json instanceof Boolean)) {
            violations.add(at, "expected true or false, found " + SubmittedJson.kind(json));
            return null;
        }
        return (Boolean) json;
    }

    Map<String, String> metadata(Object json) {
        if (json == null) {
            return Map.of();
        }
        if (!(json instanceof Map<?, ?> object)) {
            violations.add("metadata", "expected an object of texts, found " + SubmittedJson.kind(json));
            return Map.of();
        }
        if (object.size() > MAX_METADATA_PAIRS) {
            violations.add(
                    "metadata", "has %d pairs, at most %d are accepted".formatted(object.size(), MAX_METADATA_PAIRS));
        }
        Map<String, String> pairs = new LinkedHashMap<>();
        object.forEach((key, value) -> {
            String name = String.valueOf(key);
            if (name.length() > MAX_METADATA_KEY) {
                violations.add(
                        "metadata",
                        "key '%s' is longer than %d characters".formatted(SubmittedJson.shown(name), MAX_METADATA_KEY));
            } else if (SubmittedJson.loneSurrogate(name) >= 0) {
                violations.add(
                        "metadata",
                        "key '%s' holds half of a surrogate pair; repair the text"
                                .formatted(SubmittedJson.shown(name)));
            } else if (!(value instanceof String text)) {
                violations.add("metadata." + name, "expected text, found " + SubmittedJson.kind(value));
            } else if (text.length() > MAX_METADATA_VALUE || SubmittedJson.loneSurrogate(text) >= 0) {
                violations.add(
                        "metadata." + name,
                        "expected at most %d characters of well-formed text".formatted(MAX_METADATA_VALUE));
            } else {
                pairs.put(name, text);
            }
        });
        return pairs;
    }

    /** Notes every field that is not known. @param owner what the object is, with its article */
    void unknown(String prefix, Map<?, ?> object, Set<String> known, String owner) {
        for (Object key : object.keySet()) {
            String name = String.valueOf(key);
            if (!known.contains(name)) {
                violations.add(
                        prefix + SubmittedJson.shown(name),
                        KNOWN_BUT_UNREAD.contains(name)
                                ? "is not read in this build, and would be lost; remove it or leave the conversation out"
                                : "is no field of %s; expected %s"
                                        .formatted(
                                                owner, known.stream().sorted().toList()));
            }
        }
    }
}
