package io.parlance.inference;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parlance.contracts.ArtifactRef;
import io.parlance.contracts.BaseModelImported;
import io.parlance.contracts.ModelPromoted;
import io.parlance.contracts.ModelRef;
import io.parlance.contracts.Topics;
import io.parlance.inference.serving.ModelOffer;
import io.parlance.inference.serving.ModelShelf;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;

/**
 * Kafka in: follows which models exist and which is to be served, from the topics' beginnings, without a consumer group:
 * every instance of the service reads everything, at each start. A broker that goes away is waited for; what serves goes
 * on.
 */
@RegisterForReflection(targets = {BaseModelImported.class, ModelPromoted.class, ModelRef.class, ArtifactRef.class})
final class ModelNews {
    private static final Logger LOG = Logger.getLogger(ModelNews.class);
    private static final List<String> TOPICS = List.of(Topics.MODELS_IMPORTED, Topics.MODELS_PROMOTED);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration BEFORE_ANOTHER_TRY = Duration.ofSeconds(1);
    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final Map<String, Object> settings;
    private final ModelShelf shelf;
    private final Thread thread;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile KafkaConsumer<String, byte[]> reading;
    private boolean waitingSaid;

    ModelNews(String bootstrapServers, ModelShelf shelf) {
        this.settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.CLIENT_ID_CONFIG,
                "parlance-inference",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                10_000,
                ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                2_000);
        this.shelf = shelf;
        this.thread = Thread.ofPlatform().name("model-news").daemon().unstarted(this::run);
    }

    void follow() {
        thread.start();
    }

    void close() {
        stopped.countDown();
        KafkaConsumer<String, byte[]> consumer = reading;
        if (consumer != null) {
            consumer.wakeup();
        }
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!isStopped()) {
            try (KafkaConsumer<String, byte[]> consumer =
                    new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
                reading = consumer;
                read(consumer);
            } catch (WakeupException stopping) {
                return;
            } catch (KafkaException away) {
                sayWaiting(away.getMessage());
                pause();
            }
        }
    }

    private void read(KafkaConsumer<String, byte[]> consumer) {
        List<TopicPartition> partitions = partitions(consumer);
        if (partitions.isEmpty()) {
            sayWaiting("topics %s are not there yet".formatted(TOPICS));
            pause();
            return;
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> unread = new HashMap<>(consumer.endOffsets(partitions));
        LOG.infof("following models topics=%s", TOPICS);
        waitingSaid = false;
        boolean caughtUp = false;
        while (!isStopped()) {
            consumer.poll(POLL).forEach(this::tell);
            if (!caughtUp) {
                unread.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
                caughtUp = unread.isEmpty();
                if (caughtUp) {
                    shelf.caughtUp();
                }
            }
        }
    }

    /** Empty until both topics are there: what serves must not depend on which was made first. */
    private static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : TOPICS) {
            var found = consumer.partitionsFor(topic);
            if (found == null || found.isEmpty()) {
                return List.of();
            }
            found.forEach(each -> partitions.add(new TopicPartition(topic, each.partition())));
        }
        return partitions;
    }

    private void tell(ConsumerRecord<String, byte[]> message) {
        Instant since = Instant.ofEpochMilli(message.timestamp());
        try {
            if (message.topic().equals(Topics.MODELS_IMPORTED)) {
                if (message.value() == null) {
                    shelf.withdrawn(message.key());
                } else {
                    shelf.imported(offer(read(message, BaseModelImported.class).model(), since));
                }
            } else if (ModelPromoted.CHAT.equals(message.key())) {
                if (message.value() == null) {
                    shelf.promotionWithdrawn();
                } else {
                    shelf.promoted(offer(read(message, ModelPromoted.class).model(), since));
                }
            }
        } catch (IOException malformed) {
            LOG.warnf(
                    "event skipped topic=%s partition=%d offset=%d cause=\"%s\"",
                    message.topic(), message.partition(), message.offset(), firstLine(malformed));
        }
    }

    private static <T> T read(ConsumerRecord<String, byte[]> message, Class<T> type) throws IOException {
        T event = JSON.readValue(message.value(), type);
        if (event == null) {
            throw new IOException("the value is null, expected %s".formatted(type.getSimpleName()));
        }
        return event;
    }

    private static ModelOffer offer(ModelRef model, Instant since) {
        return new ModelOffer(model.id(), model.artifact(), since);
    }

    private static String firstLine(IOException malformed) {
        String message =
                malformed instanceof JsonProcessingException json ? json.getOriginalMessage() : malformed.getMessage();
        return message == null
                ? malformed.toString()
                : message.lines().findFirst().orElse("");
    }

    private void sayWaiting(String why) {
        if (!waitingSaid) {
            LOG.warnf("waiting for Kafka bootstrap_servers=%s cause=\"%s\"", settings.get("bootstrap.servers"), why);
            waitingSaid = true;
        }
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    private void pause() {
        try {
            stopped.await(BEFORE_ANOTHER_TRY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException unexpected) {
            throw new InterruptException(unexpected);
        }
    }
}
