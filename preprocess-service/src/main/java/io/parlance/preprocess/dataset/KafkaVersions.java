package io.parlance.preprocess.dataset;

import io.parlance.contracts.CloudEvent;
import io.parlance.contracts.DatasetVersioned;
import io.parlance.contracts.OffsetRange;
import io.parlance.contracts.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;

/** The versions on {@code datasets.versioned.v1}; each question first reads what was added since the last one. */
final class KafkaVersions implements VersionLog {
    private static final Logger LOG = Logger.getLogger(KafkaVersions.class);
    private static final String SOURCE = "/parlance/preprocess";

    private final String bootstrapServers;
    private final RecordLog log;
    private final Map<String, DatasetVersioned> byKey = new LinkedHashMap<>();
    private final Map<Integer, Long> positions = new HashMap<>();

    KafkaVersions(String bootstrapServers, RecordLog log) {
        this.bootstrapServers = bootstrapServers;
        this.log = log;
    }

    @Override
    public synchronized List<DatasetVersioned> of(String dataset) {
        readOn();
        return byKey.values().stream()
                .filter(v -> v.dataset().equals(dataset))
                .sorted(Comparator.comparingLong(DatasetVersioned::createdAt))
                .toList();
    }

    private void readOn() {
        List<OffsetRange> added = log.extent(Topics.DATASETS_VERSIONED).stream()
                .map(range ->
                        new OffsetRange(range.partition(), positions.getOrDefault(range.partition(), 0L), range.to()))
                .toList();
        log.read(Topics.DATASETS_VERSIONED, added, (partition, offset, key, value) -> {
            if (value == null) {
                byKey.remove(key);
                return;
            }
            try {
                DatasetVersioned version = RecordJson.read(value, DatasetVersioned.class);
                byKey.put(version.key(), version);
            } catch (IOException e) {
                LOG.warnf(
                        "Dataset version cannot be read, it is passed over partition=%d offset=%d reason=%s",
                        partition, offset, e.getMessage());
            }
        });
        added.forEach(range -> positions.put(range.partition(), range.to()));
    }

    @Override
    public void add(DatasetVersioned version) {
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        20_000,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        8_000,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        10_000),
                new StringSerializer(),
                new ByteArraySerializer())) {
            ProducerRecord<String, byte[]> record =
                    new ProducerRecord<>(version.topic(), version.key(), RecordJson.write(version));
            CloudEvent.of(version, version.key(), SOURCE, Instant.ofEpochSecond(version.createdAt()))
                    .headers()
                    .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
            producer.send(record).get();
        } catch (ExecutionException | KafkaException | IOException e) {
            throw new LogUnavailable(
                    "%s could not be written (%s); ask again, the same content gets the same version"
                            .formatted(version.topic(), e.getMessage()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LogUnavailable("interrupted while writing " + version.topic(), e);
        }
    }
}
