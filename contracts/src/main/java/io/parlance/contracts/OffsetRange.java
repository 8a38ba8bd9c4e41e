package io.parlance.contracts;

/** Records {@code from} (inclusive) to {@code to} (exclusive) of one partition. */
public record OffsetRange(int partition, long from, long to) {
    public OffsetRange {
        Check.atLeast("OffsetRange", "partition", partition, 0);
        Check.atLeast("OffsetRange", "from", from, 0);
        Check.atLeast("OffsetRange", "to", to, from);
    }

    /** Whether the record at this offset is one of them. */
    public boolean covers(long offset) {
        return from <= offset && offset < to;
    }
}
