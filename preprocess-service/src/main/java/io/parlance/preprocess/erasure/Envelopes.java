package io.parlance.preprocess.erasure;

import io.parlance.contracts.CloudEvent;
import io.parlance.contracts.Event;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Events of an erasure as records. */
final class Envelopes {
    private static final String SOURCE = "/parlance/preprocess";

    private Envelopes() {}

    static ProducerRecord<byte[], byte[]> record(Event event, long epochSecond) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(event.topic(), bytes(event.key()), ErasureJson.write(event));
        CloudEvent.of(event, event.topic() + "/" + event.key(), SOURCE, Instant.ofEpochSecond(epochSecond))
                .headers()
                .forEach((name, value) -> record.headers().add(name, bytes(value)));
        return record;
    }

    static ProducerRecord<byte[], byte[]> tombstone(String topic, String key) {
        return new ProducerRecord<>(topic, bytes(key), null);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
