package io.parlance.preprocess.recipe.redaction;

/** Finds personal data of one kind. Called only for texts whose {@link Signs} allow for some. */
interface Finder {
    void find(String text, Findings findings);
}
