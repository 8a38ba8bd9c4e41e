package io.parlance.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A command line: values by place, and options {@code --name value}. */
record Arguments(List<String> values, Map<String, String> options) {

    /** @throws IllegalArgumentException with the usage, when something is missing or unknown */
    static Arguments parse(String[] line, int count, Set<String> known, String usage) {
        List<String> values = new ArrayList<>();
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 0; i < line.length; i++) {
            if (!line[i].startsWith("--")) {
                values.add(line[i]);
            } else if (known.contains(line[i]) && i + 1 < line.length) {
                options.put(line[i], line[++i]);
            } else {
                throw new IllegalArgumentException(
                        "%s is unknown or has no value. Usage: %s".formatted(line[i], usage));
            }
        }
        if (values.size() != count) {
            throw new IllegalArgumentException(
                    "%d arguments, expected %d. Usage: %s".formatted(values.size(), count, usage));
        }
        return new Arguments(values, options);
    }

    Path path(int index) {
        return Path.of(values.get(index));
    }

    Optional<String> option(String name) {
        return Optional.ofNullable(options.get(name));
    }

    int number(String name, int otherwise) {
        return option(name).map(Integer::parseInt).orElse(otherwise);
    }
}
