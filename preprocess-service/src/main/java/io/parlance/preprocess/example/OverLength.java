package io.parlance.preprocess.example;

/** What becomes of a conversation with more tokens than an example may have. */
public enum OverLength {
    /** It is dropped as too long. */
    DROP,
    /** It becomes several examples, cut before user turns, each with the instructions at its beginning. */
    SPLIT,
    /** The oldest turns after the instructions are left out, up to a user turn. */
    TRUNCATE_LEFT
}
