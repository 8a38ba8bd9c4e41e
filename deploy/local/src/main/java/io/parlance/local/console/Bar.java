package io.parlance.local.console;

/** Draws how much of something is done: {@code [########------------]  40 %}. */
public final class Bar {
    private static final int CELLS = 24;

    private Bar() {}

    /** @param done of {@code total}; more than all counts as all */
    public static String of(long done, long total) {
        double share = total <= 0 ? 0 : Math.clamp((double) done / total, 0, 1);
        int full = (int) Math.floor(share * CELLS);
        return "[" + "#".repeat(full) + "-".repeat(CELLS - full) + "] %3d %%".formatted((int) Math.floor(share * 100));
    }
}
