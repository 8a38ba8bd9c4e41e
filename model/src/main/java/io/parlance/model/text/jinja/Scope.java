package io.parlance.model.text.jinja;

import java.util.HashMap;
import java.util.Map;

/** Variables: those set here, and behind them those around. @param around null at the outermost */
record Scope(Map<String, Object> values, Scope around) {
    Scope inner() {
        return new Scope(new HashMap<>(), this);
    }

    Object get(String name) {
        for (Scope scope = this; scope != null; scope = scope.around) {
            if (scope.values.containsKey(name)) {
                return scope.values.get(name);
            }
        }
        return new Undefined("'" + name + "'");
    }

    void set(String name, Object value) {
        values.put(name, value);
    }
}
