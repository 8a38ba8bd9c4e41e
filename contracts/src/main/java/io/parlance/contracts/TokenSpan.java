package io.parlance.contracts;

/** Tokens {@code from} (inclusive) to {@code to} (exclusive) of an example. */
public record TokenSpan(int from, int to) {
    public TokenSpan {
        if (from < 0 || to <= from) {
            throw new IllegalArgumentException("TokenSpan: from %d to %d, expected 0 <= from < to".formatted(from, to));
        }
    }
}
