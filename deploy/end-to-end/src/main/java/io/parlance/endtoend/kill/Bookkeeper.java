package io.parlance.endtoend.kill;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.parlance.contracts.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads what was submitted and what became of it, committed records only, from the beginning and as it comes. */
final class Bookkeeper implements AutoCloseable {
    private static final List<String> TOPICS = List.of(
            Topics.CONVERSATIONS_SUBMITTED,
            Topics.CONVERSATIONS_REJECTED,
            Topics.EXAMPLES_PREPARED,
            Topics.EXAMPLES_DROPPED);
    private static final String KEPT = "parlance-kept";
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final ObjectReader JSON = MAPPER.readerFor(JsonNode.class);
    private static final ObjectReader EXAMPLE = MAPPER.readerFor(Example.class);

    private final Account account;
    private final Attribution attribution;
    private final KafkaConsumer<String, byte[]> consumer;
    private final Thread thread;
    private volatile boolean closing;
    private volatile RuntimeException failure;
    private volatile long idleSince = System.nanoTime();

    Bookkeeper(String bootstrapServers, Attribution attribution, Account account) {
        this.account = account;
        this.attribution = attribution;
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "isolation.level",
                        "read_committed",
                        "enable.auto.commit",
                        false,
                        "auto.offset.reset",
                        "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        this.thread = Thread.ofPlatform().name("bookkeeper").start(this::read);
    }

    /** For how long nothing new has come. */
    Duration quietFor() {
        if (failure != null) throw failure;
        return Duration.ofNanos(System.nanoTime() - idleSince);
    }

    private void read() {
        try {
            consumer.assign(partitions());
            consumer.seekToBeginning(consumer.assignment());
            while (!closing) {
                var records = consumer.poll(Duration.ofMillis(200));
                if (records.isEmpty()) continue;
                idleSince = System.nanoTime();
                records.forEach(this::note);
            }
        } catch (RuntimeException e) {
            failure = e;
        } finally {
            consumer.close();
        }
    }

    private List<TopicPartition> partitions() {
        while (true) {
            try {
                return TOPICS.stream()
                        .flatMap(topic -> consumer.partitionsFor(topic).stream())
                        .map(found -> new TopicPartition(found.topic(), found.partition()))
                        .toList();
            } catch (KafkaException brokerAway) {
                if (closing) return List.of();
            }
        }
    }

    private void note(ConsumerRecord<String, byte[]> found) {
        if (found.value() == null) {
            // An erasure's: it takes back what was told.
            return;
        }
        if (found.headers().lastHeader(KEPT) != null) {
            // An erasure's of others: it was read before, at another place.
            if (found.topic().equals(Topics.CONVERSATIONS_SUBMITTED)) account.copied(found.partition(), found.offset());
            return;
        }
        switch (found.topic()) {
            case Topics.CONVERSATIONS_SUBMITTED ->
                account.submitted(found.partition(), found.offset(), attribution.numberOf(found));
            case Topics.EXAMPLES_PREPARED -> {
                account.outcome(position(found), Outcome.PREPARED);
                account.example(parsed(EXAMPLE, found));
            }
            case Topics.EXAMPLES_DROPPED -> {
                JsonNode dropped = parsed(JSON, found);
                account.outcome(
                        position(found), Outcome.named(dropped.get("reason").asText()));
            }
            default -> rejected(found);
        }
    }

    private void rejected(ConsumerRecord<String, byte[]> found) {
        JsonNode rejection = parsed(JSON, found);
        String origin = rejection.get("origin").asText();
        if (origin.startsWith("kafka:")) {
            account.outcome(position(found), Outcome.REJECTED);
            return;
        }
        int number = attribution.numberOf(origin, rejection.path("line").asInt());
        if (number == Positions.NOBODY) account.odd("a rejection with the origin %s".formatted(origin));
        else account.rejectedAtTheDoor(number, rejection.get("rejectionId").asText());
    }

    private static Position position(ConsumerRecord<String, byte[]> found) {
        Header id = found.headers().lastHeader("ce_id");
        return Optional.ofNullable(id)
                .flatMap(header -> Position.of(new String(header.value(), StandardCharsets.UTF_8)))
                .orElseThrow(() -> new IllegalStateException("%s-%d@%d has no position as its event id: %s"
                        .formatted(found.topic(), found.partition(), found.offset(), id)));
    }

    private static <T> T parsed(ObjectReader reader, ConsumerRecord<String, byte[]> found) {
        try {
            return reader.<T>readValue(found.value());
        } catch (IOException e) {
            throw new IllegalStateException(
                    "%s-%d@%d is unreadable: %s"
                            .formatted(found.topic(), found.partition(), found.offset(), e.getMessage()),
                    e);
        }
    }

    @Override
    public void close() {
        closing = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
