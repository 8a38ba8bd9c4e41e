package io.parlance.preprocess.erasure;

import io.parlance.contracts.ErasureCompleted;
import io.parlance.preprocess.erasure.log.Offsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;

/** All that an erasure is about. */
final class Plan {
    private static final Comparator<ErasureCompleted.Conversation> BY_NAME = Comparator.comparing(
                    ErasureCompleted.Conversation::dataset)
            .thenComparing(ErasureCompleted.Conversation::id);

    private static final int MOST_LINES = 100;

    /** A receipt has to fit into a message: a place has up to 2,048 characters. */
    private static final int MOST_PLACES = 1_000;

    private static final int MOST_PLACES_CHARACTERS = 150_000;

    private final SortedSet<ErasureCompleted.Conversation> conversations = new TreeSet<>(BY_NAME);
    private final Map<TopicPartition, Offsets> offsets = new HashMap<>();
    private final List<Found> found = new ArrayList<>();
    private final SortedSet<String> files = new TreeSet<>();
    private final SortedMap<String, SortedSet<Long>> left = new TreeMap<>();

    /** What is told twice counts once. */
    void add(Found record) {
        if (offsets(record.topicPartition()).add(record.offset())) {
            found.add(record);
        }
    }

    /** @return whether it is new */
    boolean add(ErasureCompleted.Conversation conversation) {
        return conversations.add(conversation);
    }

    void addFile(String file) {
        files.add(file);
    }

    /** A copy that is not ours. @param where in words @param line of it, or null */
    void leave(String where, Long line) {
        SortedSet<Long> lines = left.computeIfAbsent(where, w -> new TreeSet<>());
        if (line != null) {
            lines.add(line);
        }
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

    /** In words, as many as fit into a receipt, and how many there are beside; of many lines of one thing how many they are. */
    List<String> leftWithYou() {
        List<String> words = places();
        int fitting = fitting(words);
        if (fitting == words.size()) {
            return words;
        }
        List<String> some = new ArrayList<>(words.subList(0, fitting));
        some.add("%d more places; the log of preprocess names them".formatted(words.size() - fitting));
        return some;
    }

    /** What {@link #leftWithYou} has no room for. */
    List<String> leftBeside() {
        List<String> words = places();
        return words.subList(fitting(words), words.size());
    }

    private static int fitting(List<String> words) {
        int characters = 0;
        for (int i = 0; i < words.size(); i++) {
            characters += words.get(i).length();
            if (i == MOST_PLACES || characters > MOST_PLACES_CHARACTERS) {
                return i;
            }
        }
        return words.size();
    }

    private List<String> places() {
        List<String> words = new ArrayList<>();
        left.forEach((where, lines) -> {
            if (lines.isEmpty()) {
                words.add(where);
            } else if (lines.size() > MOST_LINES) {
                words.add("%d lines of %s, from line %d to line %d"
                        .formatted(lines.size(), where, lines.first(), lines.last()));
            } else {
                lines.forEach(line -> words.add("line %d of %s".formatted(line, where)));
            }
        });
        return words;
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
