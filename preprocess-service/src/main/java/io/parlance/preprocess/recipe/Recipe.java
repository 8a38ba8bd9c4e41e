package io.parlance.preprocess.recipe;

import io.parlance.contracts.Change;
import io.parlance.contracts.ConversationSubmitted;
import io.parlance.preprocess.Sha256;
import io.parlance.preprocess.recipe.operation.Operation;
import io.parlance.preprocess.recipe.operation.RecipeFolder;
import io.parlance.preprocess.recipe.operation.RecipeRefused;
import io.parlance.preprocess.recipe.operation.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** The operations in the order in which they are applied. Safe for use by several threads. */
public final class Recipe {
    private static final String STANDARD = "/recipe.yaml";
    private static final Witness UNSEEN = (operation, before, verdict) -> {};

    private final String yaml;
    private final List<Operation> operations;
    private final DuplicateRules duplicates;
    private final List<Listed> listed;
    private final String sha256;
    private final Witness witness;

    /**
     * An operation as the recipe lists it.
     *
     * @param name with version
     * @param parameters with the values in force, given or default, by name
     */
    public record Listed(String name, SortedMap<String, String> parameters) {}

    /** @param listed all operations, the duplicates' too */
    Recipe(String yaml, List<Operation> operations, DuplicateRules duplicates, List<Listed> listed) {
        this(yaml, operations, duplicates, listed, UNSEEN);
    }

    private Recipe(
            String yaml, List<Operation> operations, DuplicateRules duplicates, List<Listed> listed, Witness witness) {
        this.witness = witness;
        this.yaml = yaml;
        this.operations = List.copyOf(operations);
        this.duplicates = duplicates;
        this.listed = List.copyOf(listed);
        this.sha256 = Sha256.of(canonical()).hex();
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
        return RecipeYaml.read(yaml, RecipeFolder.NONE);
    }

    /** The same for a recipe that names files. @param folder where these are */
    public static Recipe read(String yaml, RecipeFolder folder) {
        return RecipeYaml.read(yaml, folder);
    }

    public RecipeOutcome apply(ConversationSubmitted conversation) {
        return apply(conversation, witness);
    }

    /** The same recipe, which someone looks at whenever it is applied. */
    public Recipe watchedBy(Witness watching) {
        return new Recipe(yaml, operations, duplicates, listed, watching);
    }

    /** What it does, before this witness only. */
    RecipeOutcome apply(ConversationSubmitted conversation, Witness watching) {
        ConversationSubmitted now = conversation;
        String language = null;
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < operations.size(); i++) {
            Operation operation = operations.get(i);
            Verdict verdict = operation.apply(now);
            watching.saw(i, now, verdict);
            switch (verdict) {
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

    /** A text as duplicates and figures compare it: without stop words, where the recipe says so. */
    public String analysed(String text) {
        String analysed = text;
        for (Operation operation : operations) {
            analysed = operation.analysed(analysed);
        }
        return analysed;
    }

    /** What its last operations say of duplicates; to be carried out by whoever sees all conversations. */
    public DuplicateRules duplicates() {
        return duplicates;
    }

    /** Names and versions of what {@link #apply} does, in order. */
    public List<String> operations() {
        return operations.stream().map(Operation::name).toList();
    }

    /** All operations, those on duplicates included. */
    public List<Listed> listed() {
        return listed;
    }

    /** As it was written. */
    public String yaml() {
        return yaml;
    }

    /** Digest of operations, versions and parameters in force: two conversations with the same one were treated alike. */
    public String sha256() {
        return sha256;
    }

    private List<String> canonical() {
        List<String> parts = new ArrayList<>();
        for (Listed operation : listed) {
            parts.add(operation.name());
            operation.parameters().forEach((name, value) -> parts.add(name + "=" + value));
        }
        return parts;
    }
}
