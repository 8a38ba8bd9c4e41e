package io.parlance.preprocess.recipe.text;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jsoup.parser.Tag;

/**
 * Tells HTML markup in a text from characters that only look like it. Markup is: a tag of a known HTML element whose
 * attributes are well formed, a comment, a doctype. One pass, without regular expressions, so that no text makes it slow.
 */
final class MarkupScanner {
    private static final int LONGEST_NAME = 20;
    private static final Set<String> VALUELESS = Set.of(
            "allowfullscreen",
            "async",
            "autofocus",
            "autoplay",
            "checked",
            "controls",
            "default",
            "defer",
            "disabled",
            "hidden",
            "ismap",
            "itemscope",
            "loop",
            "multiple",
            "muted",
            "nomodule",
            "novalidate",
            "nowrap",
            "open",
            "playsinline",
            "readonly",
            "required",
            "reversed",
            "selected");

    // An element whose content is no text: left open it would swallow all that follows.
    private static final Set<String> SWALLOWING = Set.of("script", "style");

    private final String text;
    private final Map<String, Integer> lastCloseTags = new HashMap<>();
    private final int lastTagEnd;
    private final int lastCommentEnd;

    MarkupScanner(String text) {
        this.text = text;
        this.lastTagEnd = text.lastIndexOf('>');
        this.lastCommentEnd = text.lastIndexOf("-->");
    }

    /**
     * HTML in which every {@code <} that is no markup, and every {@code &} outside of markup, stands for itself; nothing
     * when the text holds no markup at all.
     */
    Optional<String> escaped() {
        if (text.indexOf('<') < 0) {
            return Optional.empty();
        }
        StringBuilder html = new StringBuilder(text.length() + 16);
        boolean found = false;
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            int end = c == '<' ? markupEnd(at) : -1;
            if (end > 0) {
                html.append(text, at, end);
                found = true;
                at = end;
            } else {
                switch (c) {
                    case '<' -> html.append("&lt;");
                    case '&' -> html.append("&amp;");
                    default -> html.append(c);
                }
                at++;
            }
        }
        return found ? Optional.of(html.toString()) : Optional.empty();
    }

    /** Index after the markup that begins at {@code start}, or -1. */
    private int markupEnd(int start) {
        if (text.startsWith("<!--", start)) {
            return lastCommentEnd < start + 4 ? -1 : text.indexOf("-->", start + 4) + 3;
        }
        if (text.regionMatches(true, start, "<!doctype", 0, 9)) {
            return lastTagEnd < start ? -1 : text.indexOf('>', start) + 1;
        }
        if (start > lastTagEnd) {
            return -1;
        }
        boolean closing = start + 1 < text.length() && text.charAt(start + 1) == '/';
        int nameStart = start + (closing ? 2 : 1);
        int nameEnd = nameStart;
        while (nameEnd < text.length() && isNamePart(text.charAt(nameEnd))) {
            nameEnd++;
        }
        if (nameEnd == nameStart || nameEnd - nameStart > LONGEST_NAME) {
            return -1;
        }
        String name = text.substring(nameStart, nameEnd).toLowerCase(Locale.ROOT);
        if (!Tag.isKnownTag(name) || (!closing && SWALLOWING.contains(name) && !isClosed(name, nameEnd))) {
            return -1;
        }
        return closing ? closeOf(skipBlanks(nameEnd)) : attributesEnd(nameEnd);
    }

    private boolean isClosed(String name, int from) {
        int closeTag = lastCloseTags.computeIfAbsent(name, this::lastCloseTag);
        return closeTag >= from;
    }

    private int lastCloseTag(String name) {
        String tag = "</" + name;
        for (int i = text.length() - tag.length(); i >= 0; i--) {
            if (text.regionMatches(true, i, tag, 0, tag.length()) && closeOf(skipBlanks(i + tag.length())) > 0) {
                return i;
            }
        }
        return -1;
    }

    private int attributesEnd(int from) {
        int i = from;
        while (true) {
            int next = skipBlanks(i);
            if (next < text.length() && text.charAt(next) == '/') {
                return closeOf(skipBlanks(next + 1));
            }
            if (closeOf(next) > 0) {
                return closeOf(next);
            }
            if (next == i) {
                return -1; // what follows a name or a value is a blank or the end
            }
            i = attributeEnd(next);
            if (i < 0) {
                return -1;
            }
        }
    }

    private int attributeEnd(int start) {
        int end = start;
        while (end < text.length() && isAttributePart(text.charAt(end))) {
            end++;
        }
        if (end == start) {
            return -1;
        }
        int equals = skipBlanks(end);
        if (equals >= text.length() || text.charAt(equals) != '=') {
            return VALUELESS.contains(text.substring(start, end).toLowerCase(Locale.ROOT)) ? end : -1;
        }
        int value = skipBlanks(equals + 1);
        if (value >= text.length()) {
            return -1;
        }
        char quote = text.charAt(value);
        if (quote == '"' || quote == '\'') {
            int close = text.indexOf(quote, value + 1);
            return close < 0 ? -1 : close + 1;
        }
        int valueEnd = value;
        while (valueEnd < text.length() && isBareValuePart(text.charAt(valueEnd))) {
            valueEnd++;
        }
        return valueEnd == value ? -1 : valueEnd;
    }

    /** Index after a {@code >} at {@code i}, or -1. */
    private int closeOf(int i) {
        return i < text.length() && text.charAt(i) == '>' ? i + 1 : -1;
    }

    private int skipBlanks(int from) {
        int i = from;
        while (i < text.length() && " \t\r\n\f".indexOf(text.charAt(i)) >= 0) {
            i++;
        }
        return i;
    }

    private static boolean isNamePart(char c) {
        return c < 0x80 && Character.isLetterOrDigit(c);
    }

    private static boolean isAttributePart(char c) {
        return c < 0x80 && (Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == ':' || c == '.' || c == '@');
    }

    private static boolean isBareValuePart(char c) {
        return c > ' ' && "\"'<>=`".indexOf(c) < 0;
    }
}
