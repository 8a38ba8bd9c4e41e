package io.parlance.inference.answer;

import java.util.List;

/**
 * Lets text through until one of some texts appears, and nothing from there on. What might be the beginning of one is held
 * back, so a stop text is found across pieces of any size. For one answer and one thread at a time.
 */
final class StopTexts {
    private final List<String> stops;
    private final StringBuilder heldBack = new StringBuilder();
    private boolean found;

    StopTexts(List<String> stops) {
        this.stops = List.copyOf(stops);
    }

    /** What can be shown now. */
    String add(String text) {
        if (found) {
            return "";
        }
        heldBack.append(text);
        int start = firstStop();
        if (start >= 0) {
            found = true;
            String shown = heldBack.substring(0, start);
            heldBack.setLength(0);
            return shown;
        }
        return release(heldBack.length() - longestBeginning());
    }

    /** Text in which no stop text counts, nor one that begins in it. */
    String pass(String text) {
        heldBack.append(text);
        return release(heldBack.length());
    }

    boolean found() {
        return found;
    }

    /** The rest, when the answer ended otherwise. */
    String finish() {
        return release(heldBack.length());
    }

    private String release(int characters) {
        String shown = heldBack.substring(0, characters);
        heldBack.delete(0, characters);
        return shown;
    }

    private int firstStop() {
        int first = -1;
        for (String stop : stops) {
            int at = heldBack.indexOf(stop);
            if (at >= 0 && (first < 0 || at < first)) {
                first = at;
            }
        }
        return first;
    }

    /** Length of the longest end of the text that a stop text begins with. */
    private int longestBeginning() {
        int longest = 0;
        for (String stop : stops) {
            for (int n = Math.min(stop.length() - 1, heldBack.length()); n > longest; n--) {
                if (heldBack.indexOf(stop.substring(0, n), heldBack.length() - n) >= 0) {
                    longest = n;
                }
            }
        }
        return longest;
    }
}
