package io.parlance.contracts;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

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

    /** One text for equal values, whatever order their fields came in. */
    static String canonical(Object json) {
        return switch (json) {
            case Map<?, ?> object ->
                object.entrySet().stream()
                        .sorted(Comparator.comparing(e -> String.valueOf(e.getKey())))
                        .map(e -> canonical(String.valueOf(e.getKey())) + ":" + canonical(e.getValue()))
                        .collect(Collectors.joining(",", "{", "}"));
            case List<?> list -> list.stream().map(SubmittedJson::canonical).collect(Collectors.joining(",", "[", "]"));
            case String text -> text.length() + "'" + text;
            case null, default -> String.valueOf(json);
        };
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
