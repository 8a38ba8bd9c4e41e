package io.parlance.model.text.jinja;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * JSON as Python's {@code json.dumps} writes it with {@code ensure_ascii=False}.
 *
 * @param indent blanks per level; negative: all on one line
 */
record JsonText(int indent, String itemSeparator, String keySeparator, boolean sortKeys, int line) {

    String of(Object value) {
        StringBuilder out = new StringBuilder();
        write(value, 0, out);
        return out.toString();
    }

    private void write(Object value, int level, StringBuilder out) {
        switch (value) {
            case null -> out.append("null");
            case Boolean b -> out.append(b);
            case String text -> quote(text, out);
            case Long n -> out.append(n);
            case Double d -> out.append(number(d));
            case List<?> list -> {
                out.append('[');
                String separator = "";
                for (Object item : list) {
                    out.append(separator);
                    newLine(level + 1, out);
                    write(item, level + 1, out);
                    separator = itemSeparator;
                }
                close(list.isEmpty(), level, ']', out);
            }
            case Map<?, ?> map -> {
                out.append('{');
                String separator = "";
                for (Map.Entry<?, ?> entry : entries(map).entrySet()) {
                    out.append(separator);
                    newLine(level + 1, out);
                    quote(key(entry.getKey()), out);
                    out.append(keySeparator);
                    write(entry.getValue(), level + 1, out);
                    separator = itemSeparator;
                }
                close(map.isEmpty(), level, '}', out);
            }
            default -> throw TemplateFailure.at(line, "tojson: %s is no JSON value".formatted(Python.typeName(value)));
        }
    }

    private Map<?, ?> entries(Map<?, ?> map) {
        if (!sortKeys) {
            return map;
        }
        Map<String, Object> sorted = new TreeMap<>();
        map.forEach((key, item) -> sorted.put(key(key), item));
        return Collections.unmodifiableMap(sorted);
    }

    private String key(Object key) {
        return switch (key) {
            case String text -> text;
            case null -> "null";
            case Boolean b -> b.toString();
            case Long n -> n.toString();
            default -> throw TemplateFailure.at(line, "tojson: a key is %s".formatted(Python.typeName(key)));
        };
    }

    private static String number(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "Infinity" : "-Infinity";
        }
        return Python.number(value);
    }

    private void newLine(int level, StringBuilder out) {
        if (indent >= 0) {
            out.append('\n').repeat(' ', indent * level);
        }
    }

    private void close(boolean empty, int level, char bracket, StringBuilder out) {
        if (!empty) {
            newLine(level, out);
        }
        out.append(bracket);
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default -> {
                    if (c < 0x20) {
                        out.append("\\u%04x".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
