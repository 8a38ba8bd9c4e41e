package io.parlance.ingest.format;

import java.util.List;

/**
 * A text by its sections.
 *
 * @param title what the whole is called, or null
 */
public record Page(String title, List<Section> sections) {
    public Page {
        sections = List.copyOf(sections);
    }

    /**
     * One section.
     *
     * @param headings from the outermost to its own; empty for what stands before the first one
     * @param text what it says, its paragraphs separated by blank lines
     * @param line on which it begins, 1-based; null when not known
     */
    public record Section(List<String> headings, String text, Long line) {
        public Section {
            headings = List.copyOf(headings);
        }
    }
}
