package io.parlance.preprocess.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.parlance.broker.BrokerOptions;
import io.parlance.broker.BrokerProcess;
import io.parlance.broker.TopicCreator;
import io.parlance.contracts.DropReason;
import io.parlance.contracts.ExampleDropped;
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
            Process first = start(broker, "state");
            int before;
            try {
                before = desk.read(OUTCOMES, r -> true, 1, PATIENCE).size();
            } finally {
                first.destroyForcibly().waitFor();
            }
            Process second = start(broker, "elsewhere");
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

    @Test
    void knowsATwinThatAnotherInstancePreparedAndSharesTheWorkWithIt() throws InterruptedException {
        try (BrokerProcess broker = BrokerProcess.start(BrokerOptions.throwaway(folder.resolve("broker")));
                KafkaDesk desk = new KafkaDesk(broker.bootstrapServers())) {
            // Given: conversations of six datasets by all partitions, prepared by two instances
            new TopicCreator(broker.bootstrapServers()).createMissing(Topics.all());
            int datasets = 6;
            Process first = start(broker, "first");
            Process second = start(broker, "second");
            try {
                for (int i = 0; i < datasets; i++) {
                    desk.send(
                            conversation(i % 3, "d" + i, "c1", "It left our house this morning and is with you soon"));
                }
                desk.flush();
                assertThat(desk.read(OUTCOMES, r -> true, datasets, PATIENCE)).hasSize(datasets);
            } finally {
                // When: they are gone, and a third has neither's folder
                first.destroyForcibly().waitFor();
                second.destroyForcibly().waitFor();
            }
            Process third = start(broker, "third");
            try {
                for (int i = 0; i < datasets; i++) {
                    String other = "It left our house this morning and is with you soon";
                    desk.send(conversation((i + 1) % 3, "d" + i, "c2", other));
                    desk.send(conversation((i + 2) % 3, "d" + i, "c3", other + " then"));
                    desk.send(conversation((i + 1) % 3, "d" + i, "c1", other));
                }
                desk.flush();
                // Then
                Map<String, Long> reasons =
                        desk.read(List.of(Topics.EXAMPLES_DROPPED), r -> true, 3 * datasets, PATIENCE).stream()
                                .map(r -> EventJson.read(r.value(), ExampleDropped.class)
                                        .reason())
                                .collect(Collectors.groupingBy(DropReason::name, Collectors.counting()));
                assertThat(reasons)
                        .containsOnly(
                                Map.entry("EXACT_DUPLICATE", 6L),
                                Map.entry("NEAR_DUPLICATE", 6L),
                                Map.entry("ALREADY_KNOWN", 6L));
            } finally {
                third.destroyForcibly().waitFor();
            }
        }
    }

    private static ProducerRecord<byte[], byte[]> conversation(
            int partition, String dataset, String id, String answer) {
        String json =
                "{\"id\":\"%s\",\"dataset\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"Where is it?\"},{\"role\":\"assistant\",\"content\":\"%s\"}]}"
                        .formatted(id, dataset, answer);
        return new ProducerRecord<>(
                Topics.CONVERSATIONS_SUBMITTED, partition, null, json.getBytes(StandardCharsets.UTF_8));
    }

    private Process start(BrokerProcess broker, String state) {
        return StreamProcess.start(
                broker.bootstrapServers(), "killed-stream", folder.resolve(state), folder.resolve("stream.log"));
    }
}
