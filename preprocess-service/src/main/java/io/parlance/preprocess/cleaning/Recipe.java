package io.parlance.preprocess.cleaning;

import io.parlance.preprocess.Sha256;
import java.util.List;
import java.util.stream.Collectors;

/** The cleaning operations in the order in which they are applied. */
public final class Recipe {
    private final List<CleaningOperation> operations;
    private final String sha256;

    public Recipe(List<CleaningOperation> operations) {
        this.operations = List.copyOf(operations);
        this.sha256 = Sha256.of(names()).hex();
    }

    /**
     * The recipe in use. Composition comes after the format characters are out, since one of them may stand between a
     * letter and its accent; white space comes last, since all the others may leave some behind.
     */
    public static Recipe standard() {
        return new Recipe(
                List.of(new StripHtml(), new DropControls(), new ComposeUnicode(), new NormaliseWhitespace()));
    }

    public String clean(String text) {
        String cleaned = text;
        for (CleaningOperation operation : operations) {
            cleaned = operation.apply(cleaned);
        }
        return cleaned;
    }

    /** The operations' names joined by line breaks. */
    public String names() {
        return operations.stream().map(CleaningOperation::name).collect(Collectors.joining("\n"));
    }

    /** Digest of {@link #names()}: two examples with the same one were cleaned alike. */
    public String sha256() {
        return sha256;
    }
}
