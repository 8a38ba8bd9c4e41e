package io.parlance.preprocess.augmentation;

/** Whether a child may be learnt from. */
public sealed interface Verdict {
    /** @param similarity of the turn that changed most in meaning */
    record Passes(double similarity) implements Verdict {}

    /** Nothing a reader would notice has changed. */
    record Identical() implements Verdict {}

    /** Its meaning may have changed. @param why which turn, and by what */
    record Unlike(double similarity, String why) implements Verdict {}

    /** There is no child. @param why which turn, and what the method said */
    record Failed(String why) implements Verdict {}
}
