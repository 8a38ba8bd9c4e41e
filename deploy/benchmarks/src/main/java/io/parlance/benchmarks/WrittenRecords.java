package io.parlance.benchmarks;

import io.parlance.contracts.Topics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What the ingest service wrote, as payloads for the producer's own tool: it knows neither keys nor headers. */
final class WrittenRecords {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private WrittenRecords() {}

    /** @return so many lines, each the bytes of a record's headers, key and value */
    static byte[] read(String bootstrapServers, int count) throws IOException {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", bootstrapServers, "auto.offset.reset", "earliest", "group.id", "written");
        var lines = new ByteArrayOutputStream();
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(Topics.CONVERSATIONS_SUBMITTED));
            int read = 0;
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (read < count) {
                if (System.nanoTime() > deadline)
                    throw new IOException("%d records were read of %d that ingest wrote".formatted(read, count));
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    if (read == count) break;
                    read++;
                    write(record, lines);
                }
            }
        }
        return lines.toByteArray();
    }

    private static void write(ConsumerRecord<byte[], byte[]> record, ByteArrayOutputStream lines) {
        for (Header header : record.headers()) {
            lines.writeBytes(header.key().getBytes(StandardCharsets.UTF_8));
            lines.writeBytes(header.value());
        }
        lines.writeBytes(record.key());
        lines.writeBytes(record.value());
        lines.write('\n');
    }
}
