package io.parlance.preprocess.recipe.redaction;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * Redacts JSON that travels as a text: every string by what it says, escapes decoded; a number that is redacted becomes
 * a string. What was JSON stays JSON. A text that is none is redacted as far as it can be read, and as plain text beyond.
 */
final class JsonTexts {
    private static final int LEAST_DIGITS = 7;

    private final String json;
    private final Placeholders redaction;
    private final Deque<Set<String>> names = new ArrayDeque<>(); // of the fields so far, innermost object first
    private final StringBuilder out;
    private int at;

    private JsonTexts(String json, Placeholders redaction) {
        this.json = json;
        this.redaction = redaction;
        this.out = new StringBuilder(json.length());
    }

    /** The very same text when nothing is redacted. */
    static String redacted(String json, Placeholders redaction) {
        String redacted = new JsonTexts(json, redaction).read();
        return redacted.equals(json) ? json : redacted;
    }

    private String read() {
        while (at < json.length()) {
            char c = json.charAt(at);
            if (c == '"') {
                string();
            } else if (isNumberPart(c)) {
                number();
            } else {
                nest(c);
                out.append(c);
                at++;
            }
        }
        return out.toString();
    }

    private void nest(char c) {
        if (c == '{') {
            names.push(new HashSet<>());
        } else if (c == '}') {
            names.poll();
        }
    }

    private void string() {
        int start = at + 1;
        int end = start;
        boolean escaped = false;
        while (end < json.length() && json.charAt(end) != '"') {
            boolean escape = json.charAt(end) == '\\';
            escaped |= escape;
            end += escape ? 2 : 1;
        }
        if (end >= json.length()) {
            out.append('"').append(redaction.redacted(json.substring(start)));
            at = json.length();
            return;
        }
        String raw = json.substring(start, end);
        String text = escaped ? decoded(raw) : raw;
        String redacted = isName(end) ? name(text) : redaction.redacted(text);
        out.append('"').append(redacted.equals(text) ? raw : encoded(redacted)).append('"');
        at = end + 1;
    }

    /** Whether the string that ends here is the name of a field. */
    private boolean isName(int end) {
        int next = end + 1;
        while (next < json.length() && Character.isWhitespace(json.charAt(next))) {
            next++;
        }
        return !names.isEmpty() && next < json.length() && json.charAt(next) == ':';
    }

    private String name(String text) {
        String name = redaction.redactedName(text, names.peek());
        names.peek().add(name);
        return name;
    }

    private void number() {
        int start = at;
        int digits = 0;
        while (at < json.length() && isNumberPart(json.charAt(at))) {
            digits += Character.isDigit(json.charAt(at)) ? 1 : 0;
            at++;
        }
        String text = json.substring(start, at);
        String redacted = digits < LEAST_DIGITS ? text : redaction.redacted(text);
        if (redacted.equals(text)) {
            out.append(text);
        } else {
            out.append('"').append(redacted).append('"');
        }
    }

    private static boolean isNumberPart(char c) {
        return c >= '0' && c <= '9' || c == '+' || c == '-' || c == '.';
    }

    private static String decoded(String raw) {
        StringBuilder text = new StringBuilder(raw.length());
        int i = 0;
        while (i < raw.length()) {
            char c = raw.charAt(i++);
            if (c != '\\' || i == raw.length()) {
                text.append(c);
                continue;
            }
            char escape = raw.charAt(i++);
            switch (escape) {
                case 'n' -> text.append('\n');
                case 't' -> text.append('\t');
                case 'r' -> text.append('\r');
                case 'b' -> text.append('\b');
                case 'f' -> text.append('\f');
                case 'u' -> i = appendUnicode(raw, i, text);
                default -> text.append(escape);
            }
        }
        return text.toString();
    }

    private static int appendUnicode(String raw, int from, StringBuilder text) {
        int to = Math.min(raw.length(), from + 4);
        try {
            text.append((char) Integer.parseInt(raw, from, to, 16));
            return to;
        } catch (NumberFormatException e) {
            text.append("\\u"); // no escape of JSON's; stays as it is
            return from;
        }
    }

    private static String encoded(String text) {
        StringBuilder raw = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> raw.append("\\\"");
                case '\\' -> raw.append("\\\\");
                case '\n' -> raw.append("\\n");
                case '\t' -> raw.append("\\t");
                case '\r' -> raw.append("\\r");
                default -> {
                    if (c < ' ') {
                        raw.append("\\u%04x".formatted((int) c));
                    } else {
                        raw.append(c);
                    }
                }
            }
        }
        return raw.toString();
    }
}
