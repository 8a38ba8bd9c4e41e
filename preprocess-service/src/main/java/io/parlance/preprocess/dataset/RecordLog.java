package io.parlance.preprocess.dataset;

import io.parlance.contracts.OffsetRange;
import java.util.List;

/** Committed records by their places, as often as wanted. */
public interface RecordLog {
    /**
     * From 0 to the end of what is committed now, for every partition.
     *
     * @throws LogUnavailable when it cannot be asked
     */
    List<OffsetRange> extent(String topic);

    /**
     * Gives every record of the ranges, one range after the other, each in order.
     *
     * @throws LogUnavailable when not all of them could be read
     */
    void read(String topic, List<OffsetRange> ranges, Reader each);

    /** Takes a record. */
    @FunctionalInterface
    interface Reader {
        /** @param key or null @param value null where the record is a tombstone */
        void record(int partition, long offset, String key, byte[] value);
    }
}
