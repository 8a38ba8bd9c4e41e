package io.parlance.preprocess.erasure.compaction;

import io.parlance.preprocess.Sha256;
import io.parlance.preprocess.erasure.log.ClusterTopics;
import io.parlance.preprocess.erasure.log.LogReader;
import io.parlance.preprocess.erasure.log.LogWriter;
import io.parlance.preprocess.erasure.log.Offsets;
import io.parlance.preprocess.intake.ConversationName;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.jboss.logging.Logger;

/**
 * Has topics compacted now. Their settings are noted before they are changed, so that whoever comes after a kill can put them
 * back. Ends only when nothing of what is to be gone can be read any more, and all others can.
 */
public final class Compaction {
    private static final Logger LOG = Logger.getLogger(Compaction.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(300);

    /** Until a changed setting has come to the brokers. */
    private static final Duration TO_SPREAD = Duration.ofMillis(800);

    private final ClusterTopics topics;
    private final LogReader reader;
    private final LogWriter writer;
    private final Notes notes;
    private final Duration patience;

    /** What is noted elsewhere while it goes on. */
    public interface Notes {
        /** The topics' own settings as they were; empty once they are so again. */
        void settings(Map<String, Map<String, String>> before);

        /** So many records of others are written again, by topic. */
        void rewritten(Map<String, Long> records);

        /** What it waits for. */
        void waiting(String what);
    }

    /** What is to be gone. */
    public interface Erased {
        /** Of a partition; may be added to. */
        Offsets of(TopicPartition partition);

        /** Whose record this is, though nobody knew of it; empty where that cannot be told. */
        Optional<ConversationName> conversationOf(ConsumerRecord<byte[], byte[]> record);
    }

    /** @param patience how long one attempt waits for the cleaner */
    public Compaction(ClusterTopics topics, LogReader reader, LogWriter writer, Notes notes, Duration patience) {
        this.topics = topics;
        this.reader = reader;
        this.writer = writer;
        this.notes = notes;
        this.patience = patience;
    }

    /** Puts settings back that a killed process noted. */
    public void restore(Map<String, Map<String, String>> before) {
        if (!before.isEmpty()) {
            before.forEach((topic, overrides) -> topics.restore(topic, TopicSettings.TOUCHED, overrides));
            notes.settings(Map.of());
        }
    }

    /** What is known of a partition before its compaction. */
    private record Before(Offsets surviving, Offsets gone) {}

    /** @param names of topics that there are */
    public void compact(SortedSet<String> names, Erased erased) throws InterruptedException {
        for (int attempt = 1; !names.isEmpty(); attempt++) {
            Map<String, Map<String, String>> settings = new TreeMap<>();
            names.forEach(topic -> settings.put(topic, topics.overrides(topic, TopicSettings.TOUCHED)));
            notes.settings(settings);
            Map<TopicPartition, Before> before;
            boolean gone;
            try {
                before = prepare(names, erased, attempt);
                names.forEach(topic -> topics.set(topic, TopicSettings.cleaning(isCompacted(topic))));
                gone = awaitGone(before, attempt);
            } finally {
                restore(settings);
            }
            if (gone) {
                before.forEach(this::verify);
                return;
            }
            LOG.warnf("Compaction tried again attempt=%d topics=%s", attempt, names);
        }
    }

    private boolean isCompacted(String topic) {
        return topics.setting(topic, TopicConfig.CLEANUP_POLICY_CONFIG).contains("compact");
    }

    private Map<TopicPartition, Before> prepare(SortedSet<String> names, Erased erased, int attempt)
            throws InterruptedException {
        Map<TopicPartition, Long> rolled = roll(names, attempt);
        Map<TopicPartition, Before> before = new LinkedHashMap<>();
        Map<String, Long> rewritten = new TreeMap<>();
        for (String topic : names) {
            boolean compacted = isCompacted(topic);
            List<TopicPartition> partitions = reader.partitions(topic);
            Map<TopicPartition, Long> ends = topics.ends(partitions);
            for (TopicPartition partition : partitions) {
                Offsets gone = erased.of(partition);
                // Of a compacted topic nothing needs to be kept, and what comes later is the next compaction's.
                long end = compacted ? rolled.get(partition) : ends.get(partition);
                Survivors.Seen seen = see(partition, end, erased, gone);
                if (compacted) {
                    // What its tombstones take is what is to be gone.
                    seen.doomed().forEach(gone::add);
                } else {
                    rewritten.merge(topic, keep(partition, seen.toKeep()), Long::sum);
                }
                // A compacted topic keeps the last of each key, whatever else was in it.
                before.put(partition, new Before(compacted ? new Offsets() : seen.surviving(), gone));
            }
        }
        notes.rewritten(rewritten);
        return before;
    }

    /** Has all that was written so far come into segments that are complete. @return where the next ones begin */
    private Map<TopicPartition, Long> roll(SortedSet<String> names, int attempt) throws InterruptedException {
        names.forEach(topic -> topics.set(topic, TopicSettings.ROLLING));
        Thread.sleep(TO_SPREAD.multipliedBy(attempt));
        // Segments go by the records' times, which clients may have set into the future; brokers take up to an hour.
        long now = System.currentTimeMillis()
                + (attempt == 1 ? 0 : Duration.ofMinutes(55).toMillis());
        List<ProducerRecord<byte[], byte[]>> markers = names.stream()
                .flatMap(topic -> reader.partitions(topic).stream())
                .map(partition -> Marks.marker(partition, now))
                .toList();
        Map<TopicPartition, Long> rolled = new HashMap<>();
        writer.write(markers)
                .forEach(marker -> rolled.put(new TopicPartition(marker.topic(), marker.partition()), marker.offset()));
        names.forEach(topic -> topics.set(topic, TopicSettings.STILL));
        Thread.sleep(TO_SPREAD.multipliedBy(attempt));
        return rolled;
    }

    private Survivors.Seen see(TopicPartition partition, long end, Erased erased, Offsets gone) {
        Survivors survivors = new Survivors(gone);
        reader.read(partition, 0, end, record -> {
            survivors.see(record);
            return true;
        });
        prove(partition, survivors);
        Offsets suspects = survivors.suspects();
        if (!suspects.isEmpty()) {
            reader.each(partition, suspects, record -> {
                erased.conversationOf(record)
                        .filter(conversation -> survivors.isErased(conversation, record.offset()))
                        .ifPresent(conversation -> gone.add(record.offset()));
                return true;
            });
        }
        return survivors.seen();
    }

    /** Clients may write what they like into headers: a copy says the same as its original. */
    private void prove(TopicPartition partition, Survivors survivors) {
        if (survivors.claims().isEmpty()) {
            return;
        }
        Map<Long, Sha256> uncopied = new HashMap<>();
        reader.each(partition, survivors.claimed(), record -> {
            uncopied.put(record.offset(), Sha256.of(record.value()));
            return true;
        });
        reader.each(partition, survivors.claims(), record -> {
            Kept.original(record).ifPresent(original -> uncopied.remove(original, Sha256.of(record.value())));
            return true;
        });
        uncopied.keySet().forEach(survivors::isNotCopied);
    }

    /** @return how many */
    private long keep(TopicPartition partition, Offsets toKeep) {
        reader.each(partition, toKeep, record -> {
            writer.add(Kept.copy(record));
            return true;
        });
        writer.flush();
        return toKeep.count();
    }

    private boolean awaitGone(Map<TopicPartition, Before> before, int attempt) throws InterruptedException {
        Instant deadline = Instant.now().plus(patience);
        Map<TopicPartition, Offsets> left = new HashMap<>();
        before.forEach((partition, known) -> left.put(partition, known.gone()));
        while (true) {
            left.entrySet().removeIf(entry -> !anyReadable(entry.getKey(), entry.getValue()));
            if (left.isEmpty()) {
                return true;
            }
            notes.waiting("the broker's cleaner, on %s (attempt %d)"
                    .formatted(
                            String.join(
                                    ", ",
                                    left.keySet().stream()
                                            .map(TopicPartition::topic)
                                            .distinct()
                                            .sorted()
                                            .toList()),
                            attempt));
            if (Instant.now().isAfter(deadline)) {
                return false;
            }
            Thread.sleep(BETWEEN_LOOKS);
        }
    }

    private boolean anyReadable(TopicPartition partition, Offsets gone) {
        boolean[] found = new boolean[1];
        reader.each(partition, gone, record -> {
            found[0] = record.value() != null;
            return !found[0];
        });
        return found[0];
    }

    /** Whether all others can still be read, at their place or written again. */
    private void verify(TopicPartition partition, Before before) {
        if (before.surviving().isEmpty()) {
            return;
        }
        Offsets there = new Offsets();
        reader.read(partition, 0, topics.ends(List.of(partition)).get(partition), record -> {
            if (record.value() != null) {
                there.add(Kept.original(record).orElse(record.offset()));
            }
            return true;
        });
        // A topic that keeps its records for a time may have let go of some meanwhile.
        long missing = before.surviving().missingIn(there, reader.beginning(partition));
        if (missing > 0) {
            throw new IllegalStateException(
                    "%s: %d records of others are missing after a compaction that was to leave them; compare with the topic's other readers, and restore it from a copy"
                            .formatted(partition, missing));
        }
    }
}
