package io.parlance.local.console;

import java.util.Locale;

/** Draws how much of something is done: {@code [########------------]  40 %}. */
public final class Bar {
    private static final int CELLS = 24;

    private Bar() {}

    /** How far a work is, never 100 % before its end. @param done of {@code total}; more than all counts as all */
    public static String of(long done, long total) {
        double share = share(done, total);
        return cells(share) + " %3d %%".formatted((int) Math.floor(share * 100));
    }

    /** What a part is of the whole, to a tenth of a percent; more than all counts as all. */
    public static String ofShare(long part, long whole) {
        double share = share(part, whole);
        return cells(share) + String.format(Locale.ROOT, " %5.1f %%", share * 100);
    }

    private static double share(long part, long whole) {
        return whole <= 0 ? 0 : Math.clamp((double) part / whole, 0, 1);
    }

    private static String cells(double share) {
        int full = (int) Math.floor(share * CELLS);
        return "[" + "#".repeat(full) + "-".repeat(CELLS - full) + "]";
    }
}
