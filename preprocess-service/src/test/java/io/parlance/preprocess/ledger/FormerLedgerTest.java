package io.parlance.preprocess.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.parlance.broker.TestBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormerLedgerTest {
    private final String application = "former-" + UUID.randomUUID();

    @TempDir
    private Path folder;

    @Test
    void removesWhatNobodyRunsAndNothingElse() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", TestBroker.bootstrapServers()))) {
            // Given
            String input = application + "-2-places-changelog";
            create(admin, application + "-places-changelog", application + "-figures-changelog", input);
            Files.createDirectories(folder.resolve(application).resolve("0_0"));
            Files.writeString(folder.resolve(application).resolve("0_0").resolve("store"), "c-1");
            FormerLedger former = new FormerLedger(application, folder);
            boolean whileItRuns;
            try (KafkaConsumer<byte[], byte[]> running = running(input)) {
                assertThat(running.assignment()).isNotEmpty();
                // When
                whileItRuns = former.remove(admin);
            }
            boolean afterwards = former.remove(admin);
            // Then
            assertThat(whileItRuns).isFalse();
            assertThat(afterwards).isTrue();
            Set<String> left = admin.listTopics().names().get();
            assertThat(left).contains(input).noneMatch(name -> name.startsWith(application + "-places"));
            assertThat(left).noneMatch(name -> name.startsWith(application + "-figures"));
            assertThat(folder.resolve(application)).doesNotExist();
            assertThat(former.remove(admin)).isTrue();
        }
    }

    private static void create(Admin admin, String... topics) throws Exception {
        admin.createTopics(java.util.Arrays.stream(topics)
                        .map(name -> new NewTopic(name, Optional.of(1), Optional.empty()))
                        .toList())
                .all()
                .get();
    }

    /** A member of the application's group that has read something. */
    private KafkaConsumer<byte[], byte[]> running(String topic) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", TestBroker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, "x".getBytes(StandardCharsets.UTF_8)));
        }
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        TestBroker.bootstrapServers(),
                        "group.id",
                        application,
                        "auto.offset.reset",
                        "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.subscribe(List.of(topic));
        for (int i = 0; i < 60 && consumer.poll(Duration.ofMillis(500)).isEmpty(); i++) {
            // The group is being formed.
        }
        consumer.commitSync();
        return consumer;
    }
}
