package io.parlance.preprocess.erasure.compaction;

import io.parlance.preprocess.erasure.log.Offsets;
import io.parlance.preprocess.intake.ConversationName;
import io.parlance.preprocess.intake.TombstoneHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
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
    private final Map<Long, Overtaken> overtaken = new HashMap<>();
    private final Map<ConversationName, Long> lastTombstoneOf = new HashMap<>();
    private final Offsets tombstones = new Offsets();
    private final Offsets surviving = new Offsets();
    private final Offsets taken = new Offsets();
    private final Offsets doomed = new Offsets();
    private final Offsets kept = new Offsets();
    private final Offsets erasedOriginals = new Offsets();
    private final Offsets there = new Offsets();
    private final Offsets claims = new Offsets();
    private final Offsets claimed = new Offsets();

    /** The records under one key that have another one behind them, but for those that are to be gone anyway. */
    private static final class Overtaken {
        private long[] offsets = new long[1];
        private int count;
        private boolean underSuspicion;

        void add(long offset) {
            if (count == offsets.length) {
                offsets = Arrays.copyOf(offsets, 2 * count);
            }
            offsets[count++] = offset;
        }

        void into(Offsets set) {
            for (int i = 0; i < count; i++) {
                set.add(offsets[i]);
            }
        }
    }

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
        there.add(offset);
        if (original.isPresent() && there.contains(original.getAsLong())) {
            claims.add(offset);
            claimed.add(original.getAsLong());
        }
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
        if (original.isPresent() && Kept.isUnderItsKey(record)) {
            // Another copy of the same record is no loss: a killed worker wrote it.
            last.put(LastByKey.hash(record.key()), offset);
        } else {
            overtake(LastByKey.hash(record.key()), offset);
        }
    }

    private void overtake(long hash, long offset) {
        long before = last.put(hash, offset);
        if (before != LastByKey.NONE && !tombstones.contains(before) && !erased.contains(before)) {
            overtaken.computeIfAbsent(hash, h -> new Overtaken()).add(before);
        }
    }

    private void tombstone(ConsumerRecord<byte[], byte[]> record) {
        long hash = LastByKey.hash(record.key());
        overtake(hash, record.offset());
        tombstones.add(record.offset());
        Overtaken under = overtaken.get(hash);
        if (under == null) {
            return;
        }
        if (record.headers().lastHeader(Marks.ERASURE) == null) {
            under.into(doomed);
            overtaken.remove(hash);
        } else {
            String dataset = text(record, TombstoneHeaders.DATASET);
            String conversation = text(record, TombstoneHeaders.CONVERSATION);
            if (dataset != null && conversation != null) {
                under.underSuspicion = true;
                lastTombstoneOf.put(new ConversationName(dataset, conversation), record.offset());
            }
        }
    }

    private static String text(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** Records under a key of which some are to be gone: perhaps the same conversations, sent again. */
    Offsets suspects() {
        Offsets suspects = new Offsets();
        overtaken.values().stream().filter(under -> under.underSuspicion).forEach(under -> under.into(suspects));
        erased.forEach(suspects::remove);
        return suspects;
    }

    /** Whether a tombstone that means this conversation lies behind. @param offset of a suspect */
    boolean isErased(ConversationName conversation, long offset) {
        return lastTombstoneOf.getOrDefault(conversation, -1L) > offset;
    }

    /** Records that say they are copies of one that is there, too: a killed worker wrote them, or anybody. */
    Offsets claims() {
        return claims;
    }

    /** What they say they are copies of. */
    Offsets claimed() {
        return claimed;
    }

    /** Takes note that none of those that say so is a copy of this one. */
    void isNotCopied(long offset) {
        kept.remove(offset);
        erasedOriginals.remove(offset);
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
        erasedOriginals.forEach(original -> {
            if (there.contains(original)) {
                erased.add(original);
            }
        });
        overtaken.values().forEach(under -> under.into(taken));
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
