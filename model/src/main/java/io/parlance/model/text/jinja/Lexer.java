package io.parlance.model.text.jinja;

import io.parlance.model.text.jinja.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts a template's source into tokens, with Jinja's rules for blanks around tags. */
final class Lexer {
    private static final Pattern TAG = Pattern.compile("\\{[{%#]");
    private static final Pattern RAW_BEGIN = Pattern.compile("\\{%[-+]?\\s*raw\\s*(?:-%\\}\\s*|%\\})");
    private static final Pattern RAW_END = Pattern.compile("\\{%([-+]?)\\s*endraw\\s*(?:\\+%\\}|-%\\}\\s*|%\\}\\n?)");
    private static final Pattern COMMENT_END = Pattern.compile("(?:\\+#\\}|-#\\}\\s*|#\\}\\n?)");
    private static final Pattern BLOCK_END = Pattern.compile("(?:\\+%\\}|-%\\}\\s*|%\\}\\n?)");
    private static final Pattern VARIABLE_END = Pattern.compile("(?:-\\}\\}\\s*|\\}\\})");
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern STRING =
            Pattern.compile("'(?:[^'\\\\]|\\\\[\\s\\S])*+'|\"(?:[^\"\\\\]|\\\\[\\s\\S])*+\"");
    private static final Pattern FLOAT = Pattern.compile("\\d[\\d_]*(?:\\.\\d[\\d_]*(?:[eE][+-]?\\d+)?|[eE][+-]?\\d+)");
    private static final Pattern INTEGER = Pattern.compile("\\d[\\d_]*");
    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*");
    private static final Pattern OPERATOR = Pattern.compile("//|\\*\\*|==|!=|<=|>=|[-+*/%~<>=.,:|()\\[\\]{}]");

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int position;
    private int line = 1;

    Lexer(String source) {
        String unixLines = source.replace("\r\n", "\n").replace('\r', '\n');
        this.source = unixLines.endsWith("\n") ? unixLines.substring(0, unixLines.length() - 1) : unixLines;
    }

    List<Token> tokens() {
        while (position < source.length()) {
            Matcher tag = TAG.matcher(source);
            if (!tag.find(position)) {
                data(source.length(), ' ', false);
                break;
            }
            int begin = tag.start();
            char kind = source.charAt(begin + 1);
            data(begin, signAt(begin + 2), kind != '{');
            switch (kind) {
                case '#' -> comment();
                case '%' -> block();
                default -> tag(Kind.VARIABLE_BEGIN, Kind.VARIABLE_END, VARIABLE_END);
            }
        }
        tokens.add(new Token(Kind.END, "", line));
        return tokens;
    }

    private char signAt(int index) {
        return index < source.length() ? source.charAt(index) : ' ';
    }

    /** Text up to a tag. @param stripsLine a tag alone on its line takes the blanks before it along */
    private void data(int end, char sign, boolean stripsLine) {
        String data = source.substring(position, end);
        if (sign == '-') {
            data = data.stripTrailing();
        } else if (stripsLine && sign != '+') {
            int lineStart = data.lastIndexOf('\n') + 1;
            boolean atLineStart = lineStart > 0 || position == 0 || source.charAt(position - 1) == '\n';
            if (atLineStart && data.substring(lineStart).isBlank()) {
                data = data.substring(0, lineStart);
            }
        }
        if (!data.isEmpty()) {
            tokens.add(new Token(Kind.DATA, data, line));
        }
        advanceTo(end);
    }

    private void comment() {
        Matcher end = COMMENT_END.matcher(source);
        if (!end.find(position + 2)) {
            throw TemplateFailure.at(line, "the comment opened with {# is never closed");
        }
        advanceTo(end.end());
    }

    private void block() {
        Matcher raw = matcherHere(RAW_BEGIN);
        if (!raw.lookingAt()) {
            tag(Kind.BLOCK_BEGIN, Kind.BLOCK_END, BLOCK_END);
            return;
        }
        advanceTo(raw.end());
        Matcher end = RAW_END.matcher(source);
        if (!end.find(position)) {
            throw TemplateFailure.at(line, "{% raw %} is never closed with {% endraw %}");
        }
        data(end.start(), end.group(1).isEmpty() ? ' ' : end.group(1).charAt(0), true);
        advanceTo(end.end());
    }

    private void tag(Kind beginKind, Kind endKind, Pattern endPattern) {
        int beginLine = line;
        char sign = signAt(position + 2);
        boolean signed = sign == '-' || sign == '+' && beginKind == Kind.BLOCK_BEGIN;
        tokens.add(new Token(beginKind, "", line));
        advanceTo(position + (signed ? 3 : 2));
        int open = 0;
        while (position < source.length()) {
            Matcher end = matcherHere(endPattern);
            if (open == 0 && end.lookingAt()) {
                tokens.add(new Token(endKind, "", line));
                advanceTo(end.end());
                return;
            }
            open += token();
        }
        throw TemplateFailure.at(beginLine, "a tag opened here is never closed");
    }

    /** Reads one token inside a tag. @return by how much it changes the number of open brackets */
    private int token() {
        Matcher blanks = matcherHere(BLANKS);
        if (blanks.lookingAt()) {
            advanceTo(blanks.end());
            return 0;
        }
        if (take(STRING, Kind.STRING)
                || take(FLOAT, Kind.FLOAT)
                || take(INTEGER, Kind.INTEGER)
                || take(NAME, Kind.NAME)) {
            return 0;
        }
        if (!take(OPERATOR, Kind.OPERATOR)) {
            throw TemplateFailure.at(line, "unexpected character '%s'".formatted(source.charAt(position)));
        }
        return switch (tokens.getLast().text()) {
            case "(", "[", "{" -> 1;
            case ")", "]", "}" -> -1;
            default -> 0;
        };
    }

    private boolean take(Pattern pattern, Kind kind) {
        Matcher matcher = matcherHere(pattern);
        if (!matcher.lookingAt()) {
            return false;
        }
        tokens.add(new Token(kind, matcher.group(), line));
        advanceTo(matcher.end());
        return true;
    }

    private Matcher matcherHere(Pattern pattern) {
        return pattern.matcher(source).region(position, source.length());
    }

    private void advanceTo(int index) {
        for (; position < index; position++) {
            if (source.charAt(position) == '\n') {
                line++;
            }
        }
    }
}
