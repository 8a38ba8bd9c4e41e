package io.parlance.preprocess.erasure;

import io.parlance.contracts.ErasureCompleted;
import io.parlance.preprocess.erasure.log.Offsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;

/** All that an erasure is about. */
final class Plan {
    static final Comparator<ErasureCompleted.Conversation> BY_NAME = Comparator.comparing(
                    ErasureCompleted.Conversation::dataset)
            .thenComparing(ErasureCompleted.Conversation::id);

    private final SortedSet<ErasureCompleted.Conversation> conversations = new TreeSet<>(BY_NAME);
    private final Map<TopicPartition, Offsets> offsets = new HashMap<>();
    private final List<Found> found = new ArrayList<>();
    private final SortedSet<String> files = new TreeSet<>();
    private final SortedSet<String> leftWithYou = new TreeSet<>();

    /** What is told twice counts once. */
    void add(Found record) {
        if (offsets(record.topicPartition()).add(record.offset())) {
            found.add(record);
        }
    }

    void add(ErasureCompleted.Conversation conversation) {
        conversations.add(conversation);
    }

    void addFile(String file) {
        files.add(file);
    }

    void leave(String copy) {
        leftWithYou.add(copy);
    }

    SortedSet<ErasureCompleted.Conversation> conversations() {
        return conversations;
    }

    List<Found> found() {
        return found;
    }

    List<String> files() {
        return List.copyOf(files);
    }

    List<String> leftWithYou() {
        return List.copyOf(leftWithYou);
    }

    /** Those of one partition; none are an empty set, which can be added to. */
    Offsets offsets(TopicPartition partition) {
        return offsets.computeIfAbsent(partition, p -> new Offsets());
    }

    /** How many there are by topic. */
    Map<String, Long> byTopic() {
        Map<String, Long> counts = new TreeMap<>();
        found.forEach(record -> counts.merge(record.topic(), 1L, Long::sum));
        return counts;
    }
}
