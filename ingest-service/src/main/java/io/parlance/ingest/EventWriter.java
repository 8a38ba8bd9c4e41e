package io.parlance.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parlance.contracts.CloudEvent;
import io.parlance.contracts.Event;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import net.jpountz.lz4.LZ4Factory;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;

/**
 * Kafka out. A stage completes with the record's offset once the broker has it on disk of all replicas, and fails when
 * that did not happen within 30 s. A call waits while too many records are unacknowledged, and while the producer's memory is full, at
 * most 10 s.
 */
@Singleton
public class EventWriter {
    private static final Logger LOG = Logger.getLogger(EventWriter.class);
    private static final String SOURCE = "/parlance/ingest";

    private final Producer<String, byte[]> producer;
    private final ObjectMapper json;
    private final Clock clock;
    private final AcknowledgementWindow window;

    @Inject
    EventWriter(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            IngestSettings settings,
            ObjectMapper json,
            Clock clock) {
        this(
                producer(kafka),
                new AcknowledgementWindow(settings.maxUnacknowledged(), settings.lagPatience(), clock),
                json,
                clock);
    }

    EventWriter(Producer<String, byte[]> producer, AcknowledgementWindow window, ObjectMapper json, Clock clock) {
        this.producer = producer;
        this.window = window;
        this.json = json;
        this.clock = clock;
    }

    static Producer<String, byte[]> producer(Map<String, Object> kafka) {
        useNativeCompression();
        Map<String, Object> settings = new HashMap<>(Map.of(
                ProducerConfig.CLIENT_ID_CONFIG,
                "parlance-ingest",
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "lz4",
                ProducerConfig.LINGER_MS_CONFIG,
                5,
                ProducerConfig.BATCH_SIZE_CONFIG,
                128 * 1024,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                30_000,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                10_000,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                10_000));
        settings.putAll(kafka);
        return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }

    /**
     * Outside of the JVM's own class loader lz4 takes its slowest code, written in plain Java, unless its native code is
     * there already. A fifth of this service's time went there.
     */
    private static void useNativeCompression() {
        try {
            LZ4Factory.nativeInstance();
            LOG.infof("kafka compression chosen code=%s", LZ4Factory.fastestInstance());
        } catch (LinkageError | AssertionError e) {
            LOG.warnf("lz4 has no native code for this machine, compression is slower cause=\"%s\"", e.getMessage());
        }
    }

    /** Whether the broker lags so far that new requests should come back later; waits a moment for it to catch up. */
    boolean lags() throws InterruptedException {
        return window.lags();
    }

    /** @param id unique within this service; the same event told twice has the same one */
    public CompletionStage<Long> write(Event event, String id) {
        ProducerRecord<String, byte[]> message = new ProducerRecord<>(event.topic(), event.key(), bytes(event));
        CloudEvent.of(event, id, SOURCE, clock.instant()).headers().forEach((name, value) -> message.headers()
                .add(name, value.getBytes(StandardCharsets.UTF_8)));
        return send(message);
    }

    /** Writes a tombstone: what the topic holds under this key is to be forgotten. */
    public CompletionStage<Long> erase(String topic, String key) {
        return send(new ProducerRecord<>(topic, key, null));
    }

    private CompletionStage<Long> send(ProducerRecord<String, byte[]> message) {
        CompletableFuture<Long> written = new CompletableFuture<>();
        try {
            window.enter();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
        try {
            producer.send(message, (where, error) -> {
                if (error == null) {
                    window.acknowledged();
                    written.complete(where.offset());
                } else {
                    window.givenUp();
                    written.completeExceptionally(error);
                }
            });
        } catch (RuntimeException notSent) {
            window.givenUp();
            throw notSent;
        }
        return written;
    }

    private byte[] bytes(Event event) {
        try {
            return json.writeValueAsBytes(event);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(
                    "event %s of topic %s is no JSON".formatted(event.key(), event.topic()), impossible);
        }
    }

    @PreDestroy
    void close() {
        producer.close(Duration.ofSeconds(10));
    }
}
