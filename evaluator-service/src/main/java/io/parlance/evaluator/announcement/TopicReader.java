package io.parlance.evaluator.announcement;

import io.parlance.contracts.OffsetRange;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads a known stretch of a topic: an offset window, or all that is committed now. */
final class TopicReader {
    private static final Duration POLL = Duration.ofMillis(500);

    private final KafkaSettings settings;

    TopicReader(KafkaSettings settings) {
        this.settings = settings;
    }

    /** Every committed record that the topic holds at this moment. */
    void readAll(String topic, Consumer<ConsumerRecord<String, byte[]>> reader) {
        try (KafkaConsumer<String, byte[]> consumer = consumer()) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(p -> new TopicPartition(topic, p.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            read(consumer, consumer.endOffsets(partitions), reader);
        }
    }

    /** The broker does not hold a window any more, and never will again. */
    static final class WindowGone extends RuntimeException {
        private static final long serialVersionUID = 1L;

        WindowGone(String message) {
            super(message);
        }
    }

    /** Every committed record of the ranges. @throws WindowGone when the broker no longer holds them all */
    void read(String topic, List<OffsetRange> ranges, Consumer<ConsumerRecord<String, byte[]>> reader) {
        try (KafkaConsumer<String, byte[]> consumer = consumer()) {
            Map<TopicPartition, Long> ends = new HashMap<>();
            ranges.forEach(range -> ends.put(new TopicPartition(topic, range.partition()), range.to()));
            consumer.assign(ends.keySet());
            Map<TopicPartition, Long> first = consumer.beginningOffsets(ends.keySet());
            Map<TopicPartition, Long> last = consumer.endOffsets(ends.keySet());
            for (OffsetRange range : ranges) {
                TopicPartition partition = new TopicPartition(topic, range.partition());
                if (first.get(partition) > range.from() || last.get(partition) < range.to()) {
                    throw new WindowGone(
                            "%s holds offsets %d to %d, but the window is %d to %d: records were deleted or the cluster is another one; train again"
                                    .formatted(
                                            partition,
                                            first.get(partition),
                                            last.get(partition),
                                            range.from(),
                                            range.to()));
                }
                consumer.seek(partition, range.from());
            }
            read(consumer, ends, reader);
        }
    }

    /** Every record that is committed now and stands behind the ranges, in their partitions. */
    void readBehind(String topic, List<OffsetRange> ranges, Consumer<ConsumerRecord<String, byte[]>> reader) {
        try (KafkaConsumer<String, byte[]> consumer = consumer()) {
            List<TopicPartition> partitions = ranges.stream()
                    .map(range -> new TopicPartition(topic, range.partition()))
                    .toList();
            consumer.assign(partitions);
            ranges.forEach(range -> consumer.seek(new TopicPartition(topic, range.partition()), range.to()));
            read(consumer, consumer.endOffsets(partitions), reader);
        }
    }

    private static void read(
            KafkaConsumer<String, byte[]> consumer,
            Map<TopicPartition, Long> ends,
            Consumer<ConsumerRecord<String, byte[]>> reader) {
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                if (record.offset() < ends.get(new TopicPartition(record.topic(), record.partition()))) {
                    reader.accept(record);
                }
            }
        }
    }

    private KafkaConsumer<String, byte[]> consumer() {
        return new KafkaConsumer<>(settings.reading(), new StringDeserializer(), new ByteArrayDeserializer());
    }
}
