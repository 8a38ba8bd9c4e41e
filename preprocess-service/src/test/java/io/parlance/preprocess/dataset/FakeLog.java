package io.parlance.preprocess.dataset;

import io.parlance.contracts.Event;
import io.parlance.contracts.OffsetRange;
import io.parlance.contracts.Topics;
import io.parlance.preprocess.intake.FormerPlace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A log in memory, with the partitions that the product's topics have. */
public final class FakeLog implements RecordLog {
    private final Map<String, List<List<Entry>>> topics = new HashMap<>();

    private static final class Entry {
        private final String key;
        private final byte[] value;
        private final FormerPlace former;
        private boolean gone;

        Entry(String key, byte[] value, FormerPlace former) {
            this.key = key;
            this.value = value;
            this.former = former;
        }
    }

    public void append(int partition, Event event) {
        try {
            append(event.topic(), partition, event.key(), RecordJson.write(event));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void append(String topic, int partition, String key, byte[] value) {
        partitions(topic).get(partition).add(new Entry(key, value, null));
    }

    /** As an erasure of others does: the record is written again at the end of its partition. */
    public void keep(String topic, int partition, long offset) {
        FormerPlace former = new FormerPlace(partition, offset);
        List<Entry> entries = partitions(topic).get(partition);
        entries.add(new Entry(former.key(), entries.get((int) offset).value, former));
    }

    /** As compaction does: the offset stays, the record is gone. */
    public void compactAway(String topic, int partition, long offset) {
        partitions(topic).get(partition).get((int) offset).gone = true;
    }

    private List<List<Entry>> partitions(String topic) {
        return topics.computeIfAbsent(topic, name -> {
            List<List<Entry>> partitions = new ArrayList<>();
            for (int i = 0; i < Topics.named(name).partitions(); i++) {
                partitions.add(new ArrayList<>());
            }
            return partitions;
        });
    }

    @Override
    public List<OffsetRange> extent(String topic) {
        List<OffsetRange> ranges = new ArrayList<>();
        List<List<Entry>> partitions = partitions(topic);
        for (int i = 0; i < partitions.size(); i++) {
            ranges.add(new OffsetRange(i, 0, partitions.get(i).size()));
        }
        return ranges;
    }

    @Override
    public void read(String topic, List<OffsetRange> ranges, Reader each) {
        for (OffsetRange range : ranges) {
            List<Entry> entries = partitions(topic).get(range.partition());
            for (long offset = range.from(); offset < range.to(); offset++) {
                Entry entry = entries.get((int) offset);
                if (entry.gone) {
                    continue;
                }
                if (entry.former == null) {
                    each.record(range.partition(), offset, entry.key, entry.value);
                } else {
                    each.kept(entry.former, range.partition(), offset, entry.key, entry.value);
                }
            }
        }
    }
}
