package io.parlance.endtoend;

import io.parlance.contracts.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Any Kafka client's view of what came in and what became of it. */
final class Books {
    private static final List<String> TOPICS = List.of(
            Topics.CONVERSATIONS_SUBMITTED,
            Topics.CONVERSATIONS_REJECTED,
            Topics.EXAMPLES_PREPARED,
            Topics.EXAMPLES_DROPPED);

    private final String bootstrapServers;

    Books(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /** Writes a record as a foreign client would, without our envelope. */
    void submit(String key, String value) {
        var settings = Map.<String, Object>of("bootstrap.servers", bootstrapServers, "acks", "all");
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(Topics.CONVERSATIONS_SUBMITTED, key, value));
        }
    }

    /** Committed records per topic; of the rejections only those of submitted records. */
    Map<String, Long> counts() {
        var settings = Map.<String, Object>of(
                "bootstrap.servers",
                bootstrapServers,
                "isolation.level",
                "read_committed",
                "enable.auto.commit",
                false);
        var counts = new HashMap<String, Long>();
        TOPICS.forEach(topic -> counts.put(topic, 0L));
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            var partitions = TOPICS.stream()
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(found -> new TopicPartition(found.topic(), found.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue()))
                consumer.poll(Duration.ofMillis(200)).forEach(found -> {
                    boolean neverSubmitted = found.topic().equals(Topics.CONVERSATIONS_REJECTED)
                            && found.value().contains("\"origin\":\"http:");
                    if (!neverSubmitted) counts.merge(found.topic(), 1L, Long::sum);
                });
        }
        return counts;
    }
}
