package io.parlance.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Takes the place of Kafka: acknowledges at once, or not at all. */
public final class PlayedBroker {
    private final MockProducer<String, byte[]> producer =
            new MockProducer<>(true, new RoundRobinPartitioner(), new StringSerializer(), new ByteArraySerializer());

    public ConversationAnnouncements announcements() {
        return new ConversationAnnouncements(events(), new SimpleMeterRegistry());
    }

    public EventWriter events() {
        Clock clock = Clock.systemUTC();
        return new EventWriter(
                producer, new AcknowledgementWindow(1_000, Duration.ofSeconds(5), clock), new ObjectMapper(), clock);
    }

    /** Whether it is away from now on. */
    public void away(boolean away) {
        producer.sendException = away ? new TimeoutException("nobody there") : null;
    }

    /** What was written to a topic. */
    public List<ProducerRecord<String, byte[]>> of(String topic) {
        return producer.history().stream().filter(r -> r.topic().equals(topic)).toList();
    }

    public List<JsonNode> events(String topic) {
        return of(topic).stream().map(r -> json(r.value())).toList();
    }

    private static JsonNode json(byte[] value) {
        try {
            return new ObjectMapper().readTree(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
