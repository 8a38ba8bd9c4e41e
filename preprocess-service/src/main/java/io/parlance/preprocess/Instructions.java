package io.parlance.preprocess;

import io.parlance.contracts.Turn;
import java.util.List;
import java.util.Set;

/** Turns that tell the assistant how to behave; a dataset's conversations often share them to the letter. */
public final class Instructions {
    private static final Set<String> ROLES = Set.of("system", "developer");

    private Instructions() {}

    /** What is said under them. */
    public static List<Turn> leftOut(List<Turn> turns) {
        return turns.stream().filter(turn -> !include(turn)).toList();
    }

    public static boolean include(Turn turn) {
        return areSpokenBy(turn.role());
    }

    public static boolean areSpokenBy(String role) {
        return ROLES.contains(role);
    }
}
