package io.parlance.preprocess.recipe;

import io.parlance.preprocess.recipe.operation.Operation;
import io.parlance.preprocess.recipe.operation.Parameters;
import io.parlance.preprocess.recipe.operation.RecipeRefused;
import io.parlance.preprocess.recipe.text.Controls;
import io.parlance.preprocess.recipe.text.StripHtml;
import io.parlance.preprocess.recipe.text.Unicode;
import io.parlance.preprocess.recipe.text.Whitespace;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All operations there are, by name and version. */
final class Catalogue {
    private final Map<String, Function<Parameters, Operation>> makers = new TreeMap<>(Map.of(
            StripHtml.NAME, StripHtml::of,
            Controls.NAME, Controls::of,
            Unicode.NAME, Unicode::of,
            Whitespace.NAME, Whitespace::of));

    /** The name with its version; without one, the only version there is. */
    String versioned(String written, int line) {
        return names().filter(name -> name.equals(written) || name.startsWith(written + "@"))
                .findFirst()
                .orElseThrow(() -> new RecipeRefused(
                        line,
                        "unknown operation '%s'; expected one of %s"
                                .formatted(written, names().collect(Collectors.joining(", ")))));
    }

    /** @param name as {@link #versioned} gave it, no duplicates' */
    Operation operation(String name, Parameters parameters) {
        return makers.get(name).apply(parameters);
    }

    private Stream<String> names() {
        return Stream.concat(makers.keySet().stream(), Duplicates.NAMES.stream());
    }
}
