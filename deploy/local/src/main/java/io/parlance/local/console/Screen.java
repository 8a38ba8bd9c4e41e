package io.parlance.local.console;

import java.io.PrintStream;

/**
 * Lines for people. On a terminal one line at the bottom may be rewritten while something goes on; elsewhere (a file, a
 * CI log) that line is left out, and only what is said with {@link #line} appears.
 */
public final class Screen {
    private static final String CLEAR_LINE = "\r\u001b[2K";

    private final PrintStream out;
    private final boolean terminal;
    private boolean statusShown;
    private boolean muted;

    public Screen(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** Standard output, as it is. */
    public static Screen ofThisProcess() {
        var console = System.console();
        return new Screen(System.out, console != null && console.isTerminal() && !"dumb".equals(System.getenv("TERM")));
    }

    public boolean isTerminal() {
        return terminal;
    }

    /** A line that stays. */
    public synchronized void line(String text) {
        if (muted) return;
        clearStatus();
        out.println(text);
        out.flush();
    }

    public void line(String format, Object... facts) {
        line(format.formatted(facts));
    }

    /** Text without an end of line, as it comes. */
    public synchronized void print(String text) {
        if (muted) return;
        clearStatus();
        out.print(text);
        out.flush();
    }

    /** Replaces the line at the bottom. */
    public synchronized void status(String text) {
        if (!terminal || muted) return;
        out.print(CLEAR_LINE + shortened(text));
        out.flush();
        statusShown = true;
    }

    /** From now on nothing is shown. */
    public synchronized void mute() {
        muted = true;
    }

    private void clearStatus() {
        if (!statusShown) return;
        out.print(CLEAR_LINE);
        statusShown = false;
    }

    /** A line that wraps could not be rewritten. */
    private static String shortened(String text) {
        int columns = 100;
        String named = System.getenv("COLUMNS");
        if (named != null && named.matches("[0-9]{2,4}")) columns = Integer.parseInt(named);
        return text.length() < columns ? text : text.substring(0, columns - 1);
    }
}
