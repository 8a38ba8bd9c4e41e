package io.parlance.preprocess.erasure.compaction;

import io.parlance.preprocess.erasure.log.Offsets;
import io.parlance.preprocess.intake.TombstoneHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Tells of one partition, read in order, what is to survive a compaction, and what of it the compaction would take: records
 * without a key, and all but the last of a key. What a tombstone takes does not survive, unless it is a tombstone of an
 * erasure, which means single records under a key that others may share.
 */
final class Survivors {
    private final Offsets erased;
    private final LastByKey last = new LastByKey();
    private final Map<Long, List<Long>> earlier = new HashMap<>();
    private final Offsets tombstones = new Offsets();
    private final Offsets surviving = new Offsets();
    private final Offsets taken = new Offsets();
    private final Offsets doomed = new Offsets();
    private final Offsets kept = new Offsets();
    private final Offsets erasedOriginals = new Offsets();
    private final List<Suspect> suspects = new ArrayList<>();

    /** A record under the key of one that is to be gone, before its tombstone: perhaps the same conversation, sent again. */
    record Suspect(long offset, String dataset, String conversationId) {}

    /** @param erased what is to be gone; records that turn out to be of it as well are added */
    Survivors(Offsets erased) {
        this.erased = erased;
    }

    /** The next record of the partition. */
    void see(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() != null) {
            value(record);
        } else if (record.key() != null) {
            tombstone(record);
        }
    }

    private void value(ConsumerRecord<byte[], byte[]> record) {
        long offset = record.offset();
        OptionalLong original = Kept.original(record);
        boolean erase = erased.contains(offset) || original.isPresent() && erased.contains(original.getAsLong());
        if (erase) {
            erased.add(offset);
        } else {
            surviving.add(original.orElse(offset));
        }
        if (original.isPresent()) {
            (erase ? erasedOriginals : kept).add(original.getAsLong());
        }
        if (record.key() == null) {
            taken.add(offset);
            return;
        }
        long hash = LastByKey.hash(record.key());
        long before = last.put(hash, offset);
        if (before != LastByKey.NONE && !tombstones.contains(before)) {
            shared(hash).add(before);
        }
    }

    private void tombstone(ConsumerRecord<byte[], byte[]> record) {
        long hash = LastByKey.hash(record.key());
        long before = last.put(hash, record.offset());
        tombstones.add(record.offset());
        if (before != LastByKey.NONE && !tombstones.contains(before)) {
            shared(hash).add(before);
        }
        List<Long> under = earlier.get(hash);
        if (under == null) {
            return;
        }
        if (record.headers().lastHeader(Marks.ERASURE) == null) {
            under.forEach(doomed::add);
            earlier.remove(hash);
        } else {
            String dataset = text(record, TombstoneHeaders.DATASET);
            String conversation = text(record, TombstoneHeaders.CONVERSATION);
            if (dataset != null && conversation != null) {
                under.stream()
                        .filter(offset -> !erased.contains(offset))
                        .forEach(offset -> suspects.add(new Suspect(offset, dataset, conversation)));
            }
        }
    }

    private List<Long> shared(long hash) {
        return earlier.computeIfAbsent(hash, h -> new ArrayList<>(1));
    }

    private static String text(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    List<Suspect> suspects() {
        return suspects;
    }

    /**
     * What was seen.
     *
     * @param surviving the records that stay, each by the offset at which it was first
     * @param toKeep those of them that compaction would take and that are not kept yet
     * @param doomed records whose key has a tombstone behind them that is no erasure's
     */
    record Seen(Offsets surviving, Offsets toKeep, Offsets doomed) {}

    /** At the end. */
    Seen seen() {
        // A kept record and its original may both be there; who is rid of one is rid of both.
        erasedOriginals.forEach(erased::add);
        earlier.values().forEach(offsets -> offsets.forEach(taken::add));
        doomed.forEach(surviving::remove);
        erased.forEach(surviving::remove);
        Offsets toKeep = new Offsets();
        taken.forEach(offset -> {
            if (!erased.contains(offset) && !doomed.contains(offset) && !kept.contains(offset)) {
                toKeep.add(offset);
            }
        });
        return new Seen(surviving, toKeep, doomed);
    }
}
