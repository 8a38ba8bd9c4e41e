package io.parlance.local.topics;

import io.parlance.contracts.BaseModelImported;
import io.parlance.contracts.ModelPromoted;
import io.parlance.contracts.Topics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What the topics say about a world.
 *
 * @param counts committed records per topic, compaction aside
 * @param base id of the base model in use, when one was imported
 * @param promoted id of the model that was promoted last
 */
public record WorldFacts(Map<String, Long> counts, Optional<String> base, Optional<String> promoted) {
    private static final List<String> COUNTED = List.of(
            Topics.CONVERSATIONS_SUBMITTED,
            Topics.CONVERSATIONS_REJECTED,
            Topics.EXAMPLES_PREPARED,
            Topics.EXAMPLES_DROPPED,
            Topics.MODELS_IMPORTED,
            Topics.MODELS_TRAINED,
            Topics.EVALUATIONS_COMPLETED,
            Topics.MODELS_PROMOTED);

    public WorldFacts {
        counts = new LinkedHashMap<>(counts);
    }

    /** Reads them all: exact, at the price of reading every record. */
    public static WorldFacts read(String bootstrapServers) {
        var counts = new LinkedHashMap<String, Long>();
        COUNTED.forEach(topic -> counts.put(topic, 0L));
        var newest = new Newest();
        try (var reader = new TopicReader(bootstrapServers, COUNTED)) {
            reader.readToEnd(found -> {
                counts.merge(found.topic(), 1L, Long::sum);
                newest.take(found);
            });
        }
        return new WorldFacts(counts, Optional.ofNullable(newest.base), Optional.ofNullable(newest.promoted));
    }

    /** Id of the model that is served unless a request names another. */
    public Optional<String> serving() {
        return promoted.or(() -> base);
    }

    /** Both topics have one partition, so the last record read is the newest. */
    private static final class Newest {
        private String base;
        private String promoted;

        void take(ConsumerRecord<byte[], byte[]> found) {
            if (found.value() == null) return;
            switch (found.topic()) {
                case Topics.MODELS_IMPORTED ->
                    base = TopicReader.event(found, BaseModelImported.class)
                            .model()
                            .id();
                case Topics.MODELS_PROMOTED -> {
                    var event = TopicReader.event(found, ModelPromoted.class);
                    if (event.slot().equals(ModelPromoted.CHAT))
                        promoted = event.model().id();
                }
                default -> {
                    // Only counted.
                }
            }
        }
    }
}
