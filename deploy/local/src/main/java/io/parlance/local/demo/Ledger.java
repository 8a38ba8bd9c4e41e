package io.parlance.local.demo;

import io.parlance.contracts.ConversationRejected;
import io.parlance.contracts.DropReason;
import io.parlance.contracts.ExampleDropped;
import io.parlance.contracts.Topics;
import io.parlance.local.topics.TopicReader;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Keeps the books: every submitted conversation was prepared, dropped or rejected. Counts what stands on the topics. */
final class Ledger implements AutoCloseable {
    private final TopicReader reader;
    private Counts counts = Counts.NONE;

    Ledger(String bootstrapServers) {
        reader = new TopicReader(
                bootstrapServers,
                List.of(
                        Topics.CONVERSATIONS_SUBMITTED,
                        Topics.CONVERSATIONS_REJECTED,
                        Topics.EXAMPLES_PREPARED,
                        Topics.EXAMPLES_DROPPED));
    }

    /**
     * How many records of each kind.
     *
     * @param rejected submitted records that were refused; lines that ingest refused were never submitted
     */
    record Counts(long submitted, long prepared, Map<DropReason, Long> droppedByReason, long rejected) {
        static final Counts NONE = new Counts(0, 0, Map.of(), 0);

        Counts {
            droppedByReason = Map.copyOf(droppedByReason);
        }

        long dropped() {
            return droppedByReason.values().stream().mapToLong(Long::longValue).sum();
        }

        boolean balances() {
            return submitted == accounted();
        }

        long accounted() {
            return prepared + dropped() + rejected;
        }

        Counts since(Counts earlier) {
            var reasons = new EnumMap<DropReason, Long>(DropReason.class);
            droppedByReason.forEach((reason, count) -> {
                long more = count - earlier.droppedByReason.getOrDefault(reason, 0L);
                if (more > 0) reasons.put(reason, more);
            });
            return new Counts(
                    submitted - earlier.submitted, prepared - earlier.prepared, reasons, rejected - earlier.rejected);
        }

        /** {@code 356 in = 350 prepared + 6 dropped (6 exact_duplicate) + 0 rejected}. */
        String inWords() {
            String reasons = new EnumMapView(droppedByReason).inWords();
            return "%d in = %d prepared + %d dropped%s + %d rejected"
                    .formatted(submitted, prepared, dropped(), reasons.isEmpty() ? "" : " (" + reasons + ")", rejected);
        }
    }

    /** The reasons in the order of their declaration. */
    private record EnumMapView(Map<DropReason, Long> counts) {
        String inWords() {
            return counts.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .map(entry -> entry.getValue() + " " + entry.getKey().name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", "));
        }
    }

    /** Reads on for a moment. */
    Counts read(Duration patience) {
        reader.poll(patience).forEach(found -> counts = with(counts, found));
        return counts;
    }

    /** Reads up to where the topics end now. */
    Counts readToEnd() {
        reader.readToEnd(found -> counts = with(counts, found));
        return counts;
    }

    static Counts with(Counts counts, ConsumerRecord<byte[], byte[]> found) {
        return switch (found.topic()) {
            case Topics.CONVERSATIONS_SUBMITTED ->
                new Counts(counts.submitted + 1, counts.prepared, counts.droppedByReason, counts.rejected);
            case Topics.EXAMPLES_PREPARED ->
                new Counts(counts.submitted, counts.prepared + 1, counts.droppedByReason, counts.rejected);
            case Topics.EXAMPLES_DROPPED -> {
                var reasons = new EnumMap<DropReason, Long>(DropReason.class);
                reasons.putAll(counts.droppedByReason);
                reasons.merge(TopicReader.event(found, ExampleDropped.class).reason(), 1L, Long::sum);
                yield new Counts(counts.submitted, counts.prepared, reasons, counts.rejected);
            }
            default -> {
                boolean submitted = TopicReader.event(found, ConversationRejected.class)
                        .origin()
                        .startsWith("kafka:");
                yield new Counts(
                        counts.submitted,
                        counts.prepared,
                        counts.droppedByReason,
                        counts.rejected + (submitted ? 1 : 0));
            }
        };
    }

    @Override
    public void close() {
        reader.close();
    }
}
