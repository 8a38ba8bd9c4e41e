package io.parlance.model.text.jinja;

import java.util.HashMap;
import java.util.Map;

/** The one thing that a template can change: values that outlive the loop they are set in. */
final class Namespace {
    private final Map<String, Object> values;

    Namespace(Map<String, Object> values) {
        this.values = new HashMap<>(values);
    }

    Object get(String name) {
        return values.containsKey(name) ? values.get(name) : new Undefined("'" + name + "' of a namespace");
    }

    void set(String name, Object value) {
        values.put(name, value);
    }
}
