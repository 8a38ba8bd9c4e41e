package io.parlance.preprocess.erasure;

import io.parlance.preprocess.erasure.log.ClusterTopics;
import io.parlance.preprocess.erasure.log.LogReader;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Waits until the readers of topics have passed what is there now. */
final class Passage {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(300);

    private final ClusterTopics topics;
    private final LogReader reader;
    private final Consumer<String> waiting;
    private final Runnable alive;

    /** @param waiting told what it waits for */
    Passage(ClusterTopics topics, LogReader reader, Consumer<String> waiting, Runnable alive) {
        this.topics = topics;
        this.reader = reader;
        this.waiting = waiting;
        this.alive = alive;
    }

    /** @param who in words; said while it waits */
    void await(String group, String who, List<String> names) throws InterruptedException {
        Map<TopicPartition, Long> ends =
                new TreeMap<>(Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition));
        for (String name : names) {
            ends.putAll(topics.ends(reader.partitions(name)));
        }
        for (int look = 0; !ends.isEmpty(); look++) {
            alive.run();
            Map<TopicPartition, Long> committed = topics.committed(group);
            ends.entrySet()
                    .removeIf(end -> hasPassed(end.getKey(), committed.getOrDefault(end.getKey(), 0L), end.getValue()));
            if (!ends.isEmpty()) {
                if (look > 2) {
                    waiting.accept("%s, to read %s"
                            .formatted(who, ends.keySet().iterator().next().topic()));
                }
                Thread.sleep(BETWEEN_LOOKS);
            }
        }
    }

    /** What lies between may be nothing but marks of transactions, or compacted away. */
    private boolean hasPassed(TopicPartition partition, long committed, long end) {
        return committed >= end || reader.end(partition) >= end && !reader.hasRecords(partition, committed, end);
    }
}
