package io.parlance.preprocess.dataset;

import io.parlance.contracts.OffsetRange;
import io.parlance.preprocess.intake.FormerPlace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

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

    /**
     * Gives the records that stand behind the ranges because they were written again there, of those whose first place is
     * within them. Reads all that is behind, so it is for when something is missing.
     *
     * @throws LogUnavailable when not all of them could be read
     */
    default void readKept(String topic, List<OffsetRange> ranges, Reader each) {
        List<OffsetRange> behind = new ArrayList<>();
        for (OffsetRange now : extent(topic)) {
            ranges.stream()
                    .filter(range -> range.partition() == now.partition() && range.to() < now.to())
                    .forEach(range -> behind.add(new OffsetRange(now.partition(), range.to(), now.to())));
        }
        // A killed writer may have written one of them twice.
        Set<FormerPlace> given = new HashSet<>();
        read(topic, behind, new Reader() {
            @Override
            public void record(int partition, long offset, String key, byte[] value) {
                // All others have no former place.
            }

            @Override
            public void kept(FormerPlace former, int partition, long offset, String key, byte[] value) {
                boolean within = ranges.stream()
                        .anyMatch(range -> range.partition() == former.partition()
                                && range.from() <= former.offset()
                                && former.offset() < range.to());
                if (within && given.add(former)) {
                    each.record(partition, offset, key, value);
                }
            }
        });
    }

    /** Takes a record. */
    @FunctionalInterface
    interface Reader {
        /** @param key or null @param value null where the record is a tombstone */
        void record(int partition, long offset, String key, byte[] value);

        /** One that was written again at this place. */
        default void kept(FormerPlace former, int partition, long offset, String key, byte[] value) {
            record(partition, offset, key, value);
        }
    }
}
