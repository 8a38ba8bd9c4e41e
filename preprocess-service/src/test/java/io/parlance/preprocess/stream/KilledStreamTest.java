package io.parlance.preprocess.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.parlance.broker.BrokerOptions;
import io.parlance.broker.BrokerProcess;
import io.parlance.broker.TopicCreator;
import io.parlance.contracts.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledStreamTest {
    private static final List<String> OUTCOMES =
            List.of(Topics.CONVERSATIONS_REJECTED, Topics.EXAMPLES_DROPPED, Topics.EXAMPLES_PREPARED);
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    private Path folder;

    @Test
    void givesEachInputOneOutcomeThoughItIsKilledAtWork() throws InterruptedException {
        try (BrokerProcess broker = BrokerProcess.start(BrokerOptions.throwaway(folder.resolve("broker")));
                KafkaDesk desk = new KafkaDesk(broker.bootstrapServers())) {
            // Given
            new TopicCreator(broker.bootstrapServers()).createMissing(Topics.all());
            AnySubmission any = new AnySubmission(3);
            int inputs = 1_500;
            for (int i = 0; i < inputs; i++) {
                ProducerRecord<byte[], byte[]> record =
                        new ProducerRecord<>(Topics.CONVERSATIONS_SUBMITTED, i % 3, null, any.value());
                any.headers()
                        .forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
                desk.send(record);
            }
            desk.flush();
            // When
            Process first = start(broker);
            int before;
            try {
                before = desk.read(OUTCOMES, r -> true, 1, PATIENCE).size();
            } finally {
                first.destroyForcibly().waitFor();
            }
            Process second = start(broker);
            List<ConsumerRecord<String, byte[]>> outcomes;
            try {
                outcomes = desk.read(OUTCOMES, r -> true, inputs, PATIENCE);
            } finally {
                second.destroyForcibly().waitFor();
            }
            // Then
            assertThat(before).as("outcomes when it was killed").isBetween(1, inputs - 1);
            Map<String, Long> timesById = outcomes.stream()
                    .collect(Collectors.groupingBy(r -> Stage.text(r.headers(), "ce_id"), Collectors.counting()));
            assertThat(outcomes).hasSize(inputs);
            assertThat(timesById).hasSize(inputs);
        }
    }

    private Process start(BrokerProcess broker) {
        return StreamProcess.start(
                broker.bootstrapServers(), "killed-stream", folder.resolve("state"), folder.resolve("stream.log"));
    }
}
