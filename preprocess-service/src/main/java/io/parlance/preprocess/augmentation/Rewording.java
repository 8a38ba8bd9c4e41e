package io.parlance.preprocess.augmentation;

/** What a method made of one text. */
public sealed interface Rewording {
    /**
     * @param text in other words, or the same when the method found nothing to change
     * @param via the text in between, such as its translation; null when there is none
     */
    record Reworded(String text, String via) implements Rewording {}

    /** This text cannot be reworded; others may. @param why for people */
    record Failed(String why) implements Rewording {}
}
