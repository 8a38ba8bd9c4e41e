package io.parlance.preprocess.augmentation;

import io.parlance.contracts.Turn;

/** Whose words are changed. Instructions, calls of tools and their results never are. */
public enum Speakers {
    /** Users only: what is learnt stays as it was written. */
    USER,
    /** Users and the answers too. */
    ALL;

    boolean include(Turn turn) {
        return !turn.content().isBlank()
                && (turn.role().equals("user") || this == ALL && turn.role().equals("assistant"));
    }
}
