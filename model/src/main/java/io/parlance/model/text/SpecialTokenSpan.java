package io.parlance.model.text;

/**
 * A special token as it stands in a text.
 *
 * @param start index of its first UTF-16 unit, blanks that it swallows included
 * @param end index after its last one
 */
public record SpecialTokenSpan(int start, int end, int id) {
    public SpecialTokenSpan {
        if (start < 0 || end <= start) {
            throw new IllegalArgumentException("special token %d: from %d to %d".formatted(id, start, end));
        }
    }
}
