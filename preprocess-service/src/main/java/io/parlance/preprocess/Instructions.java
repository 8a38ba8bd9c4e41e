package io.parlance.preprocess;

import io.parlance.contracts.Turn;
import java.util.Set;

/** Turns that tell the assistant how to behave; a dataset's conversations often share them to the letter. */
public final class Instructions {
    private static final Set<String> ROLES = Set.of("system", "developer");

    private Instructions() {}

    public static boolean include(Turn turn) {
        return areSpokenBy(turn.role());
    }

    public static boolean areSpokenBy(String role) {
        return ROLES.contains(role);
    }
}
