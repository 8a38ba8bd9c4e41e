package io.parlance.evaluator.announcement;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parlance.contracts.CloudEvent;
import io.parlance.contracts.Event;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Events as Kafka records and back. */
@ApplicationScoped
class EventJson {
    private static final String SOURCE = "/parlance/evaluator";

    private final ObjectMapper json;
    private final Clock clock;

    EventJson(ObjectMapper json, Clock clock) {
        this.json = json;
        this.clock = clock;
    }

    /** @throws IllegalArgumentException when the bytes are no such event; the message quotes nothing of them */
    <T> T read(byte[] value, Class<T> type) {
        try {
            return json.readValue(value, type);
        } catch (IOException e) {
            String where = e instanceof JsonMappingException mapping ? " at " + mapping.getPathReference() : "";
            throw new IllegalArgumentException(
                    "no %s: %s%s".formatted(type.getSimpleName(), e.getClass().getSimpleName(), where));
        }
    }

    ProducerRecord<String, byte[]> record(Event event, String id) {
        try {
            ProducerRecord<String, byte[]> record =
                    new ProducerRecord<>(event.topic(), event.key(), json.writeValueAsBytes(event));
            CloudEvent.of(event, id, SOURCE, clock.instant()).headers().forEach((name, value) -> record.headers()
                    .add(name, value.getBytes(StandardCharsets.UTF_8)));
            return record;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("event %s of %s is no JSON".formatted(event.key(), event.topic()), e);
        }
    }
}
