package io.parlance.model.text.jinja;

import java.util.List;

/** The {@code loop} of one pass. @param index from 0 */
record LoopState(List<Object> items, int index) {
    Object attribute(String name, int line) {
        return switch (name) {
            case "index" -> (long) index + 1;
            case "index0" -> (long) index;
            case "revindex" -> (long) items.size() - index;
            case "revindex0" -> (long) items.size() - index - 1;
            case "first" -> index == 0;
            case "last" -> index == items.size() - 1;
            case "length" -> (long) items.size();
            case "previtem" -> index > 0 ? items.get(index - 1) : new Undefined("loop.previtem");
            case "nextitem" -> index < items.size() - 1 ? items.get(index + 1) : new Undefined("loop.nextitem");
            case "cycle" ->
                (TemplateFunction) a -> {
                    if (a.positional().isEmpty()) {
                        throw a.failure("has nothing to cycle through");
                    }
                    return a.positional().get(index % a.positional().size());
                };
            default -> throw TemplateFailure.at(line, "loop.%s is unknown here".formatted(name));
        };
    }
}
