package io.parlance.preprocess.augmentation.translation;

/** What became of a text that was given to a translator. */
public sealed interface Translation {
    record Translated(String text) implements Translation {}

    /** This text cannot be translated; others may. @param why for people */
    record Refused(String why) implements Translation {}
}
