package io.parlance.ingest.format;

import java.util.List;
import java.util.Map;

/** How a value of a record is named in a refusal. */
final class JsonKind {
    private static final int SHOWN_CHARACTERS = 40;

    private JsonKind() {}

    /** What kind of value it is, in words. */
    static String of(Object value) {
        return switch (value) {
            case null -> "null";
            case Map<?, ?> _ -> "an object";
            case List<?> _ -> "a list";
            case String _ -> "text";
            case Number n -> "the number " + n;
            case Boolean b -> b.toString();
            default -> value.getClass().getSimpleName();
        };
    }

    /** A text as a message may show it: one line, cut to 40 characters. */
    static String shown(String text) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), SHOWN_CHARACTERS); i++) {
            char c = text.charAt(i);
            line.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '?' : c);
        }
        return text.length() > SHOWN_CHARACTERS ? line + "..." : line.toString();
    }
}
