package io.parlance.model.text.jinja;

import io.parlance.model.text.ChatTemplateException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What every template can call. */
final class Functions {
    /** As Jinja's sandbox has it. */
    private static final int LONGEST_RANGE = 100_000;

    private Functions() {}

    static Map<String, Object> all() {
        return Map.of(
                "range", (TemplateFunction) Functions::range,
                "namespace", (TemplateFunction) a -> new Namespace(merged(a)),
                "dict", (TemplateFunction) Functions::merged,
                "raise_exception", (TemplateFunction) Functions::refuse);
    }

    private static Object range(Arguments arguments) {
        arguments.expect(3);
        boolean onlyEnd = arguments.positional().size() == 1;
        long from = onlyEnd ? 0 : arguments.integer(0, "start", 0);
        long to = onlyEnd ? arguments.integer(0, "stop", 0) : arguments.integer(1, "stop", 0);
        long step = arguments.integer(2, "step", 1);
        if (step == 0) {
            throw arguments.failure("has step 0");
        }
        List<Object> numbers = new ArrayList<>();
        for (long i = from; step > 0 ? i < to : i > to; i += step) {
            if (numbers.size() == LONGEST_RANGE) {
                throw arguments.failure("has more than %d numbers".formatted(LONGEST_RANGE));
            }
            numbers.add(i);
        }
        return numbers;
    }

    private static Map<String, Object> merged(Arguments arguments) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Object argument : arguments.positional()) {
            if (!(argument instanceof Map<?, ?> map)) {
                throw arguments.failure("has %s, expected a mapping".formatted(Python.typeName(argument)));
            }
            map.forEach((key, value) -> values.put(Python.str(key), value));
        }
        values.putAll(arguments.named());
        return values;
    }

    private static Object refuse(Arguments arguments) {
        throw new ChatTemplateException("the chat template refuses the conversation: "
                + Python.str(arguments.required(0, "message")) + " (line " + arguments.line() + ")");
    }
}
