package io.parlance.preprocess.cookbook;

import io.micrometer.core.instrument.MeterRegistry;
import io.parlance.preprocess.PreprocessConfig;
import io.parlance.preprocess.recipe.Recipe;
import io.parlance.preprocess.recipe.operation.RecipeFolder;
import io.parlance.preprocess.recipe.operation.RecipeRefused;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The recipe that {@code parlance.preprocess.recipe} names, or the standard one. It stays the same until a restart. */
@ApplicationScoped
public class RecipeInUse {
    private final Recipe recipe;
    private final RecipeFolder folder;

    public RecipeInUse(PreprocessConfig config, MeterRegistry registry) {
        Optional<Path> file = config.recipe();
        folder = file.map(path -> RecipeFolder.at(path.toAbsolutePath().getParent()))
                .orElse(RecipeFolder.NONE);
        Recipe read = file.map(path -> read(path, folder)).orElseGet(Recipe::standard);
        recipe = read.watchedBy(new RecipeCounters(read.operations(), registry));
    }

    public Recipe recipe() {
        return recipe;
    }

    /** Where the files that a recipe names are looked for: beside the one in use. */
    RecipeFolder folder() {
        return folder;
    }

    private static Recipe read(Path file, RecipeFolder folder) {
        try {
            return Recipe.read(Files.readString(file), folder);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "parlance.preprocess.recipe: %s cannot be read (%s); name a YAML file in UTF-8, or leave it out"
                            .formatted(file, e),
                    e);
        } catch (RecipeRefused e) {
            throw new IllegalArgumentException("parlance.preprocess.recipe: %s: %s".formatted(file, e.getMessage()), e);
        }
    }
}
