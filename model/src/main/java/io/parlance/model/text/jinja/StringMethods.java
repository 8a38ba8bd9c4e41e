package io.parlance.model.text.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;

/** Python's methods of strings. */
final class StringMethods {
    private StringMethods() {}

    /** The method of a string, or undefined when this build knows none of that name. */
    static Object find(String text, String name) {
        TemplateFunction method =
                switch (name) {
                    case "strip" -> a -> strip(text, a, true, true);
                    case "lstrip" -> a -> strip(text, a, true, false);
                    case "rstrip" -> a -> strip(text, a, false, true);
                    case "split" -> a -> split(text, a, false);
                    case "rsplit" -> a -> split(text, a, true);
                    case "splitlines" -> a -> lines(text, a);
                    case "startswith" -> a -> anyAffix(text, a, String::startsWith);
                    case "endswith" -> a -> anyAffix(text, a, String::endsWith);
                    case "upper" -> a -> text.toUpperCase(Locale.ROOT);
                    case "lower" -> a -> text.toLowerCase(Locale.ROOT);
                    case "title" -> a -> title(text);
                    case "capitalize" -> a -> capitalize(text);
                    case "replace" -> a -> replace(text, a);
                    case "join" -> a -> join(text, a);
                    case "count" -> a -> (long) count(text, a.requiredString(0, "sub"));
                    case "find" -> a -> index(text, text.indexOf(a.requiredString(0, "sub")));
                    case "rfind" -> a -> index(text, text.lastIndexOf(a.requiredString(0, "sub")));
                    case "isdigit" -> a -> !text.isEmpty() && text.codePoints().allMatch(Character::isDigit);
                    case "isspace" -> a -> !text.isEmpty() && text.codePoints().allMatch(StringMethods::isBlank);
                    case "removeprefix" -> a -> removePrefix(text, a.requiredString(0, "prefix"));
                    case "removesuffix" -> a -> removeSuffix(text, a.requiredString(0, "suffix"));
                    default -> null;
                };
        return method == null ? new Undefined("string method '" + name + "'") : method;
    }

    static String strip(String text, Arguments arguments, boolean left, boolean right) {
        arguments.expect(1, "chars");
        Object chars = arguments.get(0, "chars", null);
        String set = chars == null ? null : arguments.requiredString(0, "chars");
        int start = 0;
        int end = text.length();
        while (left && start < end && stripped(text.codePointAt(start), set)) {
            start += Character.charCount(text.codePointAt(start));
        }
        while (right && start < end && stripped(text.codePointBefore(end), set)) {
            end -= Character.charCount(text.codePointBefore(end));
        }
        return text.substring(start, end);
    }

    private static boolean stripped(int codePoint, String set) {
        return set == null ? isBlank(codePoint) : set.indexOf(codePoint) >= 0;
    }

    /** What Python's {@code isspace} says: Unicode's blanks and the four separators of ASCII. */
    static boolean isBlank(int c) {
        return c >= '\t' && c <= '\r' || c >= 0x1C && c <= 0x1F || c == 0x85 || Character.isSpaceChar(c);
    }

    private static List<Object> split(String text, Arguments arguments, boolean fromRight) {
        arguments.expect(2, "sep", "maxsplit");
        Object separator = arguments.get(0, "sep", null);
        long atMost = arguments.integer(1, "maxsplit", -1);
        if (separator == null) {
            if (atMost >= 0) {
                throw arguments.failure("at blanks with maxsplit is unknown here");
            }
            return words(text);
        }
        String by = arguments.requiredString(0, "sep");
        if (by.isEmpty()) {
            throw arguments.failure("has an empty separator");
        }
        List<Object> parts = new ArrayList<>();
        if (fromRight) {
            int end = text.length();
            for (int at;
                    (atMost < 0 || parts.size() < atMost) && (at = text.lastIndexOf(by, end - by.length())) >= 0; ) {
                parts.addFirst(text.substring(at + by.length(), end));
                end = at;
            }
            parts.addFirst(text.substring(0, end));
        } else {
            int start = 0;
            for (int at; (atMost < 0 || parts.size() < atMost) && (at = text.indexOf(by, start)) >= 0; ) {
                parts.add(text.substring(start, at));
                start = at + by.length();
            }
            parts.add(text.substring(start));
        }
        return parts;
    }

    private static List<Object> words(String text) {
        List<Object> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (!isBlank(c)) {
                word.appendCodePoint(c);
            } else if (!word.isEmpty()) {
                words.add(word.toString());
                word.setLength(0);
            }
        });
        if (!word.isEmpty()) {
            words.add(word.toString());
        }
        return words;
    }

    private static List<Object> lines(String text, Arguments arguments) {
        arguments.expect(0);
        return new ArrayList<>(text.lines().toList());
    }

    private static boolean anyAffix(String text, Arguments arguments, BiPredicate<String, String> matches) {
        arguments.expect(1);
        Object affix = arguments.required(0, "affix");
        List<?> affixes = affix instanceof List<?> several ? several : List.of(arguments.requiredString(0, "affix"));
        return affixes.stream().anyMatch(one -> one instanceof String s && matches.test(text, s));
    }

    static String title(String text) {
        StringBuilder out = new StringBuilder();
        boolean inWord = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            out.append(inWord ? Character.toLowerCase(c) : Character.toTitleCase(c));
            inWord = Character.isLetter(c);
        }
        return out.toString();
    }

    static String capitalize(String text) {
        return text.isEmpty()
                ? text
                : text.substring(0, 1).toUpperCase(Locale.ROOT)
                        + text.substring(1).toLowerCase(Locale.ROOT);
    }

    static String replace(String text, Arguments arguments) {
        arguments.expect(3, "old", "new", "count");
        String old = arguments.requiredString(0, "old");
        String by = arguments.requiredString(1, "new");
        long left = arguments.get(2, "count", null) == null ? -1 : arguments.integer(2, "count", -1);
        if (left < 0) {
            return text.replace(old, by);
        }
        StringBuilder out = new StringBuilder();
        int start = 0;
        for (int at; left > 0 && !old.isEmpty() && (at = text.indexOf(old, start)) >= 0; left--) {
            out.append(text, start, at).append(by);
            start = at + old.length();
        }
        return out.append(text.substring(start)).toString();
    }

    private static String join(String separator, Arguments arguments) {
        List<String> parts = new ArrayList<>();
        for (Object item : Python.items(arguments.required(0, "iterable"), arguments.line())) {
            if (!(item instanceof String part)) {
                throw arguments.failure("has %s among what it joins".formatted(Python.typeName(item)));
            }
            parts.add(part);
        }
        return String.join(separator, parts);
    }

    private static int count(String text, String part) {
        if (part.isEmpty()) {
            return text.codePointCount(0, text.length()) + 1;
        }
        int count = 0;
        for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length())) {
            count++;
        }
        return count;
    }

    private static long index(String text, int unit) {
        return unit < 0 ? -1 : text.codePointCount(0, unit);
    }

    private static String removePrefix(String text, String prefix) {
        return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
    }

    private static String removeSuffix(String text, String suffix) {
        return text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text;
    }
}
