package io.parlance.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parlance.contracts.Topic;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerProcessTest {
    private static final Topic GREETINGS = new Topic("greetings.v1", 2, new Topic.Retention.Forever());

    @TempDir
    Path folder;

    @Test
    void keepsAcknowledgedRecordsWhenItIsKilledAndStartedAgain() {
        // Given
        var first = BrokerProcess.start(BrokerOptions.keeping(folder, 0));
        try {
            new TopicCreator(first.bootstrapServers()).createMissing(List.of(GREETINGS));
            sendInATransaction(first.bootstrapServers(), "hello");
        } finally {
            first.kill();
        }
        assertThat(first.reasonOfEnd()).isEqualTo("was killed (SIGKILL)");

        // When
        try (var second = BrokerProcess.start(BrokerOptions.keeping(folder, first.port()))) {
            // Then
            assertThat(second.bootstrapServers()).isEqualTo(first.bootstrapServers());
            assertThat(new TopicCreator(second.bootstrapServers()).createMissing(List.of(GREETINGS)))
                    .isEmpty();
            assertThat(read(second.bootstrapServers())).containsExactly("hello");
        }
    }

    @Test
    void namesAPortThatIsInUse() throws Exception {
        // Given
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var options = BrokerOptions.keeping(folder, other.getLocalPort());

            // When, Then
            assertThatThrownBy(() -> BrokerProcess.start(options))
                    .isInstanceOf(BrokerException.class)
                    .hasMessageContaining("Port " + other.getLocalPort())
                    .hasMessageContaining("in use");
        }
    }

    @Test
    void saysInItsLastWordsWhyItDidNotStart() throws Exception {
        // Given: a setting that Kafka refuses
        var options = new BrokerOptions(
                folder,
                0,
                BrokerOptions.keeping(folder, 0).libraries(),
                Duration.ofSeconds(60),
                false,
                Map.of("num.io.threads", "none"));

        // When, Then
        assertThatThrownBy(() -> BrokerProcess.start(options))
                .isInstanceOf(BrokerException.class)
                .hasMessageContaining("num.io.threads");
        assertThat(new PidFile(folder.resolve("broker.pid")).living()).isEmpty();
    }

    @Test
    void refusesAFolderWhoseBrokerRunsForSomebodyElse() throws Exception {
        // Given: a process that lives, noted as started by another one that lives (pid 1 does)
        Process somebody = new ProcessBuilder("sleep", "60").start();
        try {
            noteProcess(somebody.toHandle(), ProcessHandle.of(1).orElseThrow());

            // When, Then
            assertThatThrownBy(() -> BrokerProcess.start(BrokerOptions.keeping(folder, 0)))
                    .isInstanceOf(BrokerException.class)
                    .hasMessageContaining("is in use")
                    .hasMessageContaining("pid " + somebody.pid());
            assertThat(somebody.isAlive()).isTrue();
        } finally {
            somebody.destroyForcibly();
        }
    }

    @Test
    void endsAnOrphanOfAnEarlierRunBeforeItStarts() throws Exception {
        // Given: a process that lives, noted as started by one that does not
        Process parent = new ProcessBuilder("sleep", "60").start();
        Process orphan = new ProcessBuilder("sleep", "60").start();
        noteProcess(orphan.toHandle(), parent.toHandle());
        parent.destroyForcibly().waitFor();

        // When
        try (var broker = BrokerProcess.start(BrokerOptions.keeping(folder, 0))) {
            // Then
            assertThat(orphan.isAlive()).isFalse();
            assertThat(broker.isAlive()).isTrue();
        }
        assertThat(folder.resolve("broker.pid")).doesNotExist();
    }

    private void noteProcess(ProcessHandle child, ProcessHandle parent) throws Exception {
        Files.writeString(
                folder.resolve("broker.pid"),
                "pid=%d\nstarted=%s\nparent.pid=%d\nparent.started=%s\n"
                        .formatted(
                                child.pid(),
                                child.info().startInstant().orElseThrow(),
                                parent.pid(),
                                parent.info().startInstant().orElseThrow()));
    }

    private static void sendInATransaction(String bootstrapServers, String value) {
        var settings = Map.<String, Object>of("bootstrap.servers", bootstrapServers, "transactional.id", "greeter");
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(GREETINGS.name(), "key", value));
            producer.commitTransaction();
        }
    }

    private static List<String> read(String bootstrapServers) {
        var settings = Map.<String, Object>of(
                "bootstrap.servers", bootstrapServers,
                "group.id", "readers",
                "isolation.level", "read_committed",
                "auto.offset.reset", "earliest");
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(GREETINGS.name()));
            var values = new ArrayList<String>();
            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (values.isEmpty() && System.nanoTime() < deadline)
                consumer.poll(Duration.ofMillis(200)).forEach(found -> values.add(found.value()));
            return values;
        }
    }
}
