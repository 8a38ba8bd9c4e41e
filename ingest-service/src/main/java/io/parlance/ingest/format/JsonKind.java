package io.parlance.ingest.format;

import java.util.List;
import java.util.Map;

/** How a value of a record is named in a refusal. */
final class JsonKind {
    private static final int SHOWN_CHARACTERS = 40;
    private static final int MESSAGE_CHARACTERS = 200;

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
            case byte[] _ -> "bytes that are no UTF-8";
            default -> value.getClass().getSimpleName();
        };
    }

    /** A text as a message may show it: one line, cut to 40 characters. */
    static String shown(String text) {
        return line(text, SHOWN_CHARACTERS);
    }

    /** What a library says, on one line. */
    static String line(String message) {
        return line(message, MESSAGE_CHARACTERS);
    }

    private static String line(String text, int most) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), most); i++) {
            char c = text.charAt(i);
            line.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '?' : c);
        }
        return text.length() > most ? line + "..." : line.toString();
    }
}
