package io.parlance.preprocess.placement;

import io.parlance.contracts.DropReason;
import io.parlance.contracts.Twin;

/** Where a conversation goes. */
public sealed interface Placement {
    /** @param remembered split, stratum and group with all that is to be stored under its id */
    record Placed(Remembered remembered) implements Placement {}

    /** @param twin the one that stays; null when it is no duplicate */
    record Refused(DropReason reason, String detail, Twin twin) implements Placement {}
}
