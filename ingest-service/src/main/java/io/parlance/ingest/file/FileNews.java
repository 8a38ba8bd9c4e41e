package io.parlance.ingest.file;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parlance.contracts.FileUploaded;
import io.parlance.contracts.Topics;
import java.io.IOException;
import java.time.Duration;
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

/** Kafka in: reads what is known of all files at each start, without a consumer group, and follows it. */
final class FileNews {
    private static final Logger LOG = Logger.getLogger(FileNews.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration BEFORE_ANOTHER_TRY = Duration.ofSeconds(1);
    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final Map<String, Object> settings;
    private final FileCatalog catalog;
    private final Runnable caughtUp;
    private final Thread thread;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile KafkaConsumer<String, byte[]> reading;
    private volatile boolean complete;
    private boolean waitingSaid;

    /** @param caughtUp called once, when all that was known at the start is read */
    FileNews(Map<String, Object> kafka, FileCatalog catalog, Runnable caughtUp) {
        this.settings = new HashMap<>(Map.of(
                ConsumerConfig.CLIENT_ID_CONFIG,
                "parlance-ingest-files",
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
                2_000));
        this.settings.putAll(kafka);
        this.catalog = catalog;
        this.caughtUp = caughtUp;
        this.thread = Thread.ofPlatform().name("file-news").daemon().unstarted(this::run);
    }

    void follow() {
        thread.start();
    }

    /** Whether all files of the time of the start are known. */
    boolean isComplete() {
        return complete;
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
        var found = consumer.partitionsFor(Topics.FILES_UPLOADED);
        if (found == null || found.isEmpty()) {
            sayWaiting("topic %s is not there yet".formatted(Topics.FILES_UPLOADED));
            pause();
            return;
        }
        List<TopicPartition> partitions = found.stream()
                .map(each -> new TopicPartition(each.topic(), each.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> unread = new HashMap<>(consumer.endOffsets(partitions));
        waitingSaid = false;
        while (!isStopped()) {
            if (!complete) {
                unread.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
                if (unread.isEmpty()) {
                    LOG.infof(
                            "following files topic=%s known=%d",
                            Topics.FILES_UPLOADED, catalog.files().size());
                    complete = true;
                    caughtUp.run();
                }
            }
            consumer.poll(POLL).forEach(this::tell);
        }
    }

    private void tell(ConsumerRecord<String, byte[]> message) {
        try {
            FileUploaded file = message.value() == null ? null : JSON.readValue(message.value(), FileUploaded.class);
            if (message.key() != null) {
                catalog.tell(message.key(), file, message.offset());
            }
        } catch (IOException malformed) {
            LOG.warnf(
                    "event skipped topic=%s partition=%d offset=%d cause=\"%s\"",
                    message.topic(),
                    message.partition(),
                    message.offset(),
                    malformed.getMessage().lines().findFirst().orElse(""));
        }
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
