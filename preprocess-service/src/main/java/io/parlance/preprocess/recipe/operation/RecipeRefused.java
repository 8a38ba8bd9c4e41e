package io.parlance.preprocess.recipe.operation;

/** A recipe that cannot be meant as it is written: says where, what, and what is expected. */
public final class RecipeRefused extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final int line;

    /** @param line 1-based */
    public RecipeRefused(int line, String problem) {
        super("recipe, line %d: %s".formatted(line, problem));
        this.line = line;
    }

    /** 1-based. */
    public int line() {
        return line;
    }
}
