package io.parlance.preprocess;

import java.nio.charset.StandardCharsets;

/** A piece of a foreign message for one of ours: one line, bounded, and such that UTF-8 can carry it. */
public final class Excerpt {
    private Excerpt() {}

    public static String of(String text, int mostCharacters) {
        String line = String.valueOf(text).replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        String cut = line.length() > mostCharacters ? line.substring(0, mostCharacters) + "..." : line;
        // Half a surrogate pair, from the text or from the cut, becomes '?'.
        return new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
