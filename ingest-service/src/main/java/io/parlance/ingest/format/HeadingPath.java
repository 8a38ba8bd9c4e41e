package io.parlance.ingest.format;

import java.util.ArrayList;
import java.util.List;

/** The headings that stand above a place of a page, outermost first. */
final class HeadingPath {
    private final List<String> headings = new ArrayList<>();
    private final List<Integer> levels = new ArrayList<>();

    /** A heading ends those of its own level and below. @param level 1 is the highest */
    void open(int level, String heading) {
        while (!levels.isEmpty() && levels.getLast() >= level) {
            levels.removeLast();
            headings.removeLast();
        }
        levels.add(level);
        headings.add(heading);
    }

    List<String> headings() {
        return List.copyOf(headings);
    }
}
