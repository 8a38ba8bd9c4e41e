package io.parlance.contracts;

import java.time.Duration;
import java.util.Map;

/**
 * A Kafka topic as the product creates it.
 *
 * @param name subject in plural, version last
 * @param partitions how many, when this build creates it; an existing topic is left as it is
 * @param retention compacted topics keep the newest record per key, the others all records for this long
 */
public record Topic(String name, int partitions, Retention retention) {
    public Topic {
        if (!name.matches("[a-z-]+(\\.[a-z-]+)*\\.v[0-9]+")) {
            throw new IllegalArgumentException(
                    "topic '%s': expected words joined by dots and a version, such as conversations.submitted.v1"
                            .formatted(name));
        }
        if (partitions < 1) {
            throw new IllegalArgumentException(
                    "topic %s: partitions is %d, expected at least 1".formatted(name, partitions));
        }
    }

    /** How long records stay. */
    public sealed interface Retention {
        /** The newest record of each key stays. */
        record Compacted() implements Retention {}

        /** Nothing is ever deleted: a dataset is a window of these offsets. */
        record Forever() implements Retention {}

        record For(Duration duration) implements Retention {}
    }

    /** The CloudEvents type of the events on this topic. */
    public String eventType() {
        return "io.parlance." + name;
    }

    /** The topic's settings by Kafka's names. */
    public Map<String, String> settings() {
        return switch (retention) {
            case Retention.Compacted _ -> Map.of("cleanup.policy", "compact");
            case Retention.Forever _ ->
                Map.of("cleanup.policy", "delete", "retention.ms", "-1", "retention.bytes", "-1");
            case Retention.For f ->
                Map.of(
                        "cleanup.policy",
                        "delete",
                        "retention.ms",
                        Long.toString(f.duration().toMillis()));
        };
    }
}
