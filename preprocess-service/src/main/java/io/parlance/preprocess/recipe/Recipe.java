package io.parlance.preprocess.recipe;

import io.parlance.contracts.Change;
import io.parlance.contracts.ConversationSubmitted;
import io.parlance.preprocess.Sha256;
import io.parlance.preprocess.recipe.operation.Operation;
import io.parlance.preprocess.recipe.operation.RecipeRefused;
import io.parlance.preprocess.recipe.operation.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The operations in the order in which they are applied. Safe for use by several threads. */
public final class Recipe {
    private static final String STANDARD = "/recipe.yaml";

    private final String yaml;
    private final List<Operation> operations;
    private final DuplicateRules duplicates;
    private final String sha256;

    /** @param canonical one line per operation, duplicates' included: name, version and parameters in force */
    Recipe(String yaml, List<Operation> operations, DuplicateRules duplicates, List<String> canonical) {
        this.yaml = yaml;
        this.operations = List.copyOf(operations);
        this.duplicates = duplicates;
        this.sha256 = Sha256.of(canonical).hex();
    }

    /** The one in use unless another is given. */
    public static Recipe standard() {
        try (InputStream in = Recipe.class.getResourceAsStream(STANDARD)) {
            return read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws RecipeRefused when it cannot be meant as it is written */
    public static Recipe read(String yaml) {
        return RecipeYaml.read(yaml);
    }

    public RecipeOutcome apply(ConversationSubmitted conversation) {
        ConversationSubmitted now = conversation;
        String language = null;
        List<Change> changes = new ArrayList<>();
        for (Operation operation : operations) {
            switch (operation.apply(now)) {
                case Verdict.Kept kept -> {
                    now = kept.conversation();
                    language = kept.language() == null ? language : kept.language();
                    if (kept.changed() > 0) {
                        changes.add(new Change(operation.name(), kept.changed()));
                    }
                }
                case Verdict.Dropped dropped -> {
                    return new RecipeOutcome.Dropped(
                            operation.name(), dropped.reason(), dropped.detail(), List.copyOf(changes));
                }
            }
        }
        return new RecipeOutcome.Kept(now, language, List.copyOf(changes));
    }

    /** What its last operations say of duplicates; to be carried out by whoever sees all conversations. */
    public DuplicateRules duplicates() {
        return duplicates;
    }

    /** Names and versions of what {@link #apply} does, in order. */
    public List<String> operations() {
        return operations.stream().map(Operation::name).toList();
    }

    /** As it was written. */
    public String yaml() {
        return yaml;
    }

    /** Digest of operations, versions and parameters in force: two conversations with the same one were treated alike. */
    public String sha256() {
        return sha256;
    }
}
