package io.parlance.preprocess.cleaning;

/** One step of a recipe: a pure function of the text. Total: any text gives a text. */
public interface CleaningOperation {

    /** Name and version, such as {@code drop-controls@1}; the version rises whenever any text would come out otherwise. */
    String name();

    /** @param text well-formed UTF-16 */
    String apply(String text);
}
