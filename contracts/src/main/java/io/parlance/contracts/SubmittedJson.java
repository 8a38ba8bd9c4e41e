package io.parlance.contracts;

import java.util.List;
import java.util.Map;

/** How a submitted JSON value is looked at and named in a refusal. */
final class SubmittedJson {
    private SubmittedJson() {}

    /** Index of the first half of a surrogate pair that stands alone, which no UTF-8 can carry; -1 when there is none. */
    static int loneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return i;
            }
        }
        return -1;
    }

    /** A text as a message may show it: one line, cut to 40 characters. */
    static String shown(String text) {
        String line = text.chars()
                .limit(40)
                .collect(
                        StringBuilder::new,
                        (b, c) ->
                                b.append(Character.isISOControl(c) || Character.isSurrogate((char) c) ? '?' : (char) c),
                        StringBuilder::append)
                .toString();
        return text.length() > 40 ? line + "..." : line;
    }

    /** What kind of JSON value it is, in words. */
    static String kind(Object json) {
        return switch (json) {
            case null -> "null";
            case Map<?, ?> _ -> "an object";
            case List<?> _ -> "a list";
            case String _ -> "text";
            case Number n -> "the number " + n;
            case Boolean b -> b.toString();
            default -> json.getClass().getSimpleName();
        };
    }
}
