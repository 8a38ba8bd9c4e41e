package io.parlance.preprocess.dataset;

import io.parlance.contracts.OffsetRange;
import io.parlance.preprocess.CommittedReading;
import io.parlance.preprocess.intake.FormerPlace;
import io.parlance.preprocess.intake.TombstoneHeaders;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The log in Kafka, read without a consumer group: committed records only, so the same ranges are the same records. */
final class KafkaRecords implements RecordLog {
    private static final Duration POLL = Duration.ofMillis(500);

    private final String bootstrapServers;
    private final Duration patience;

    /** @param patience longest time without any progress */
    KafkaRecords(String bootstrapServers, Duration patience) {
        this.bootstrapServers = bootstrapServers;
        this.patience = patience;
    }

    @Override
    public List<OffsetRange> extent(String topic) {
        try (KafkaConsumer<String, byte[]> consumer = consumer()) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            if (partitions.isEmpty()) {
                throw new LogUnavailable(
                        "Kafka at %s has no topic %s yet; this service creates it when it has started"
                                .formatted(bootstrapServers, topic),
                        null);
            }
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            return partitions.stream()
                    .map(p -> new OffsetRange(p.partition(), 0, ends.get(p)))
                    .sorted(Comparator.comparingInt(OffsetRange::partition))
                    .toList();
        } catch (KafkaException e) {
            throw unavailable(topic, e);
        }
    }

    @Override
    public void read(String topic, List<OffsetRange> ranges, Reader each) {
        try (KafkaConsumer<String, byte[]> consumer = consumer()) {
            for (OffsetRange range : ranges) {
                if (range.to() > range.from()) {
                    read(consumer, topic, range, each);
                }
            }
        } catch (KafkaException e) {
            throw unavailable(topic, e);
        }
    }

    private void read(KafkaConsumer<String, byte[]> consumer, String topic, OffsetRange range, Reader each) {
        TopicPartition partition = new TopicPartition(topic, range.partition());
        consumer.assign(List.of(partition));
        consumer.seek(partition, range.from());
        long lastProgress = System.nanoTime();
        long position = range.from();
        // Positions, not records: the last offsets may be a transaction's marker, or compacted away.
        while (position < range.to()) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL).records(partition)) {
                if (record.offset() < range.to()) {
                    give(record, each);
                }
            }
            long reached = consumer.position(partition);
            if (reached > position) {
                position = reached;
                lastProgress = System.nanoTime();
            } else if (System.nanoTime() - lastProgress > patience.toNanos()) {
                throw new LogUnavailable(
                        "%s gave nothing for %d s at offset %d of %d; is the broker well?"
                                .formatted(partition, patience.toSeconds(), position, range.to()),
                        null);
            }
        }
    }

    private static void give(ConsumerRecord<String, byte[]> record, Reader each) {
        Header kept = record.headers().lastHeader(TombstoneHeaders.KEPT);
        FormerPlace.of(kept == null ? null : kept.value(), record.partition())
                .ifPresentOrElse(
                        former -> each.kept(former, record.partition(), record.offset(), record.key(), record.value()),
                        () -> each.record(record.partition(), record.offset(), record.key(), record.value()));
    }

    private KafkaConsumer<String, byte[]> consumer() {
        return new KafkaConsumer<>(
                CommittedReading.settings(bootstrapServers, patience),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }

    private LogUnavailable unavailable(String topic, KafkaException cause) {
        return new LogUnavailable(
                "topic %s of Kafka at %s cannot be read (%s); check that the broker runs"
                        .formatted(topic, bootstrapServers, cause.getMessage()),
                cause);
    }
}
