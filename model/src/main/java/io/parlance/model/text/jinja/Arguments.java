package io.parlance.model.text.jinja;

import io.parlance.model.text.ChatTemplateException;
import java.util.List;
import java.util.Map;

/**
 * The values handed to a function, filter or test.
 *
 * @param callee for messages
 */
public record Arguments(String callee, List<Object> positional, Map<String, Object> named, int line) {
    /** The argument at a place or by a name, or {@code otherwise} when it was not given. */
    Object get(int index, String name, Object otherwise) {
        if (index < positional.size()) {
            return positional.get(index);
        }
        return named.containsKey(name) ? named.get(name) : otherwise;
    }

    /** The argument at a place or by a name; an error when it was not given. */
    public Object required(int index, String name) {
        if (index >= positional.size() && !named.containsKey(name)) {
            throw failure("lacks its argument '%s'".formatted(name));
        }
        return get(index, name, null);
    }

    /** A required argument that is a string. */
    public String requiredString(int index, String name) {
        if (required(index, name) instanceof String text) {
            return text;
        }
        throw failure("has %s as '%s', expected a string".formatted(Python.repr(required(index, name)), name));
    }

    long integer(int index, String name, long otherwise) {
        Object value = get(index, name, otherwise);
        if (value instanceof Long number) {
            return number;
        }
        throw failure("has %s as '%s', expected a whole number".formatted(Python.repr(value), name));
    }

    /** An error unless there are at most so many, and all names are among these. */
    void expect(int atMost, String... names) {
        if (positional.size() > atMost) {
            throw failure("has %d arguments, expected at most %d".formatted(positional.size(), atMost));
        }
        for (String name : named.keySet()) {
            if (!List.of(names).contains(name)) {
                throw failure("has an argument '%s', which this build does not know".formatted(name));
            }
        }
    }

    ChatTemplateException failure(String what) {
        return TemplateFailure.at(line, callee + " " + what);
    }
}
