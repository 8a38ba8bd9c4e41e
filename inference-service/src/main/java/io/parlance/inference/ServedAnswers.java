package io.parlance.inference;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.parlance.contracts.CloudEvent;
import io.parlance.contracts.CompletionServed;
import io.parlance.contracts.ToolCall;
import io.parlance.contracts.Turn;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;

/**
 * Kafka out: answers that are to be kept. No answer waits for it; what cannot be written is counted and said in the log,
 * and lost.
 */
@RegisterForReflection(
        targets = {
            CompletionServed.class,
            CompletionServed.Choice.class,
            Turn.class,
            ToolCall.class,
            ToolCall.Function.class
        })
final class ServedAnswers {
    private static final Logger LOG = Logger.getLogger(ServedAnswers.class);
    private static final String SOURCE = "/parlance/inference";
    private static final int MOST_WAITING = 1_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String bootstrapServers;
    private final MeterRegistry meters;
    private final ThreadPoolExecutor writing;
    private KafkaProducer<String, byte[]> producer;

    ServedAnswers(String bootstrapServers, MeterRegistry meters) {
        this.bootstrapServers = bootstrapServers;
        this.meters = meters;
        this.writing = new ThreadPoolExecutor(
                1, 1, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), task -> Thread.ofPlatform()
                        .name("served-answers")
                        .daemon()
                        .unstarted(task));
        writing.allowCoreThreadTimeOut(true);
    }

    /** Takes note of it and returns at once. */
    void keep(CompletionServed served) {
        try {
            writing.execute(() -> write(served));
        } catch (RejectedExecutionException full) {
            lost(served.id(), "%d answers wait already".formatted(MOST_WAITING));
        }
    }

    private void write(CompletionServed served) {
        try {
            ProducerRecord<String, byte[]> message = new ProducerRecord<>(
                    served.topic(), null, served.createdMillis(), served.key(), JSON.writeValueAsBytes(served));
            CloudEvent.of(served, served.id(), SOURCE, Instant.ofEpochMilli(served.createdMillis()))
                    .headers()
                    .forEach((name, value) -> message.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
            producer().send(message, (_, error) -> {
                if (error == null) {
                    count("kept");
                } else {
                    lost(served.id(), error.getMessage());
                }
            });
        } catch (JsonProcessingException | KafkaException e) {
            lost(served.id(), e.getMessage());
        }
    }

    /** Made when the first answer is to be kept: a service that keeps none has no connection for it. */
    private KafkaProducer<String, byte[]> producer() {
        if (producer == null) {
            producer = new KafkaProducer<>(
                    Map.of(
                            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                            bootstrapServers,
                            ProducerConfig.CLIENT_ID_CONFIG,
                            "parlance-inference-answers",
                            ProducerConfig.ACKS_CONFIG,
                            "all",
                            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                            true,
                            ProducerConfig.BUFFER_MEMORY_CONFIG,
                            8L << 20,
                            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                            10_000,
                            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                            60_000,
                            ProducerConfig.MAX_BLOCK_MS_CONFIG,
                            10_000),
                    new StringSerializer(),
                    new ByteArraySerializer());
        }
        return producer;
    }

    private void lost(String id, String why) {
        count("lost");
        LOG.errorf("answer not kept, feedback on it will find nothing id=%s cause=\"%s\"", id, why);
    }

    private void count(String outcome) {
        meters.counter("parlance.inference.answers.stored", "outcome", outcome).increment();
    }

    /** Writes what waits, as far as that is possible soon. */
    void close(Duration patience) {
        writing.execute(() -> {
            if (producer != null) {
                producer.close(patience);
            }
        });
        writing.shutdown();
        try {
            if (!writing.awaitTermination(patience.toMillis() + 1_000, TimeUnit.MILLISECONDS)) {
                LOG.warn("answers that were to be kept still waited for Kafka at the end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
