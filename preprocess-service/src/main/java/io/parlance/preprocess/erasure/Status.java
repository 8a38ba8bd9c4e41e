package io.parlance.preprocess.erasure;

import java.util.Locale;

/** How far an erasure is. */
enum Status {
    REQUESTED,
    LOCATING,
    ERASING,
    COMPACTING,
    PROVING,
    WAITING_FOR_FILES,
    COMPLETED;

    /** As people and programs read it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
