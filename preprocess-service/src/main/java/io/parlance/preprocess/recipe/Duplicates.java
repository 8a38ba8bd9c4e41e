package io.parlance.preprocess.recipe;

import io.parlance.preprocess.recipe.operation.Parameters;
import io.parlance.preprocess.recipe.operation.RecipeRefused;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The operations at the end of a recipe that need to see a whole dataset; gathers what they say. */
final class Duplicates {
    static final List<String> NAMES = List.of(DuplicateRules.EXACT, DuplicateRules.NEAR, DuplicateRules.SEMANTIC);

    private final Set<String> seen = new HashSet<>();
    private Optional<DuplicateRules.Near> near = Optional.empty();
    private Optional<DuplicateRules.Semantic> semantic = Optional.empty();

    static boolean knows(String name) {
        return NAMES.contains(name);
    }

    void add(String name, int line, Parameters parameters) {
        if (!seen.add(name)) {
            throw new RecipeRefused(line, "%s stands twice, expected at most once".formatted(name));
        }
        switch (name) {
            case DuplicateRules.NEAR ->
                near = Optional.of(new DuplicateRules.Near(
                        threshold(parameters, 0.7),
                        parameters.whole("shingle", 3, 1, 20),
                        parameters.flag("instructions", false),
                        action(parameters)));
            case DuplicateRules.SEMANTIC ->
                semantic = Optional.of(new DuplicateRules.Semantic(threshold(parameters, 0.95), action(parameters)));
            default -> {
                // Exact ones have nothing to set.
            }
        }
    }

    void refuseAfter(String operation, int line) {
        if (!seen.isEmpty()) {
            throw new RecipeRefused(
                    line,
                    "%s stands after duplicates are looked for, which needs the final text; put it before them"
                            .formatted(operation));
        }
    }

    DuplicateRules rules() {
        return new DuplicateRules(seen.contains(DuplicateRules.EXACT), near, semantic);
    }

    private static double threshold(Parameters parameters, double otherwise) {
        double threshold = parameters.share("threshold", otherwise);
        if (threshold == 0) {
            throw parameters.refused("threshold", "is 0, expected more: at 0 every conversation resembles every other");
        }
        return threshold;
    }

    private static DuplicateRules.Action action(Parameters parameters) {
        return parameters.choice("action", "drop", "drop", "keep-together").equals("drop")
                ? DuplicateRules.Action.DROP
                : DuplicateRules.Action.KEEP_TOGETHER;
    }
}
