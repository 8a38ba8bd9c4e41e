package io.parlance.model.text.jinja;

/** Python's escapes in a quoted string. */
final class StringLiteral {
    private StringLiteral() {}

    /** The value of a string as it stands in the source, quotes included. */
    static String value(String quoted, int line) {
        String body = quoted.substring(1, quoted.length() - 1);
        if (body.indexOf('\\') < 0) {
            return body;
        }
        StringBuilder value = new StringBuilder(body.length());
        int i = 0;
        while (i < body.length()) {
            char c = body.charAt(i++);
            if (c != '\\') {
                value.append(c);
                continue;
            }
            char escaped = body.charAt(i++);
            switch (escaped) {
                case 'n' -> value.append('\n');
                case 't' -> value.append('\t');
                case 'r' -> value.append('\r');
                case 'b' -> value.append('\b');
                case 'f' -> value.append('\f');
                case 'v' -> value.append('\u000B');
                case 'a' -> value.append('\u0007');
                case '\\', '\'', '"' -> value.append(escaped);
                case '\n' -> {}
                case 'x' -> i = appendHex(value, body, i, 2, line);
                case 'u' -> i = appendHex(value, body, i, 4, line);
                case 'U' -> i = appendHex(value, body, i, 8, line);
                case '0', '1', '2', '3', '4', '5', '6', '7' -> i = appendOctal(value, body, i - 1);
                default -> value.append('\\').append(escaped);
            }
        }
        return value.toString();
    }

    private static int appendHex(StringBuilder value, String body, int from, int digits, int line) {
        int to = from + digits;
        if (to > body.length() || !body.substring(from, to).matches("[0-9a-fA-F]+")) {
            throw TemplateFailure.at(line, "a string has an escape that lacks its %d hex digits".formatted(digits));
        }
        int codePoint = Integer.parseUnsignedInt(body.substring(from, to), 16);
        if (!Character.isValidCodePoint(codePoint)) {
            throw TemplateFailure.at(line, "a string has an escape that is no character");
        }
        value.appendCodePoint(codePoint);
        return to;
    }

    private static int appendOctal(StringBuilder value, String body, int from) {
        int to = from;
        while (to < body.length() && to < from + 3 && body.charAt(to) >= '0' && body.charAt(to) <= '7') {
            to++;
        }
        value.append((char) Integer.parseInt(body.substring(from, to), 8));
        return to;
    }
}
