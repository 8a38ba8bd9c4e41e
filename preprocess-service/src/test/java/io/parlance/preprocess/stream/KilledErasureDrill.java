package io.parlance.preprocess.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.parlance.broker.BrokerOptions;
import io.parlance.broker.BrokerProcess;
import io.parlance.broker.TopicCreator;
import io.parlance.contracts.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tombstones among conversations, and the stream killed among them: exactly once, on the topics and in the state. */
@Tag("drill")
class KilledErasureDrill {
    private static final List<String> OUTCOMES = List.of(Topics.EXAMPLES_DROPPED, Topics.EXAMPLES_PREPARED);
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int IDS = 150;
    private static final int RECORDS = 3_000;

    private final Random random = new Random(7);
    private int submissions;

    @TempDir
    private Path folder;

    @Test
    void leavesNothingOfWhatIsErasedThoughItIsKilledAtWork() throws InterruptedException {
        try (BrokerProcess broker = BrokerProcess.start(BrokerOptions.throwaway(folder.resolve("broker")));
                KafkaDesk desk = new KafkaDesk(broker.bootstrapServers())) {
            // Given: ids that come again, with the same and with other words, and near-duplicates; a quarter are
            // tombstones
            new TopicCreator(broker.bootstrapServers()).createMissing(Topics.all());
            for (int i = 0; i < RECORDS; i++) {
                String id = "c" + random.nextInt(IDS);
                if (random.nextInt(4) == 0) {
                    erase(desk, id);
                } else {
                    submit(desk, id, random.nextInt(40));
                }
            }
            for (int i = 0; i < IDS; i++) {
                erase(desk, "c" + i);
            }
            desk.flush();
            // When: killed three times, each time with another folder, so that state comes back from its changelog
            int killed = 0;
            for (int part = 1; part <= 3; part++) {
                Process process = start(broker, "state-" + part);
                try {
                    killed = desk.read(OUTCOMES, r -> r.value() != null, part * submissions / 5, PATIENCE)
                            .size();
                } finally {
                    process.destroyForcibly().waitFor();
                }
            }
            List<ConsumerRecord<String, byte[]>> outcomes;
            Set<String> again = new HashSet<>();
            Process last = start(broker, "state-last");
            try {
                outcomes = settled(desk);
                for (int i = 0; i < IDS; i++) {
                    send(
                            desk,
                            "c" + i,
                            "newcomer " + UUID.randomUUID().toString().replace('-', ' '));
                }
                desk.flush();
                desk.read(
                                List.of(Topics.EXAMPLES_PREPARED),
                                r -> r.value() != null
                                        && new String(r.value(), StandardCharsets.UTF_8).contains("newcomer"),
                                IDS,
                                PATIENCE)
                        .forEach(record -> again.add(record.key()));
            } finally {
                last.destroyForcibly().waitFor();
            }
            // Then
            submissions -= IDS;
            assertThat(killed).as("outcomes when it was killed last").isLessThan(submissions);
            Set<String> inputs = new HashSet<>();
            Map<String, Boolean> gone = new HashMap<>();
            outcomes.forEach(record -> {
                if (record.value() != null) {
                    assertThat(inputs.add(Stage.text(record.headers(), "ce_id")))
                            .isTrue();
                }
                gone.put(record.topic() + " " + record.key(), record.value() == null);
            });
            assertThat(inputs).hasSize(submissions);
            assertThat(gone)
                    .hasSizeGreaterThan(IDS)
                    .allSatisfy((key, isGone) -> assertThat(isGone).as(key).isTrue());
            assertThat(again).hasSize(IDS);
        }
    }

    /** All outcomes and tombstones, once there are no more for some seconds. */
    private List<ConsumerRecord<String, byte[]>> settled(KafkaDesk desk) throws InterruptedException {
        desk.read(OUTCOMES, r -> r.value() != null, submissions, PATIENCE);
        Thread.sleep(5_000);
        return desk.read(OUTCOMES, r -> true, submissions, PATIENCE);
    }

    private void submit(KafkaDesk desk, String id, int words) {
        send(desk, id, "It left our house this morning and is with you soon, number " + words);
    }

    private void send(KafkaDesk desk, String id, String answer) {
        String json =
                "{\"id\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"Where is it?\"},{\"role\":\"assistant\",\"content\":\"%s\"}]}"
                        .formatted(id, answer);
        desk.send(new ProducerRecord<>(
                Topics.CONVERSATIONS_SUBMITTED,
                id.getBytes(StandardCharsets.UTF_8),
                json.getBytes(StandardCharsets.UTF_8)));
        submissions++;
    }

    private static void erase(KafkaDesk desk, String id) {
        desk.send(new ProducerRecord<>(Topics.CONVERSATIONS_SUBMITTED, id.getBytes(StandardCharsets.UTF_8), null));
    }

    private Process start(BrokerProcess broker, String state) {
        return StreamProcess.start(
                broker.bootstrapServers(), "killed-erasure", folder.resolve(state), folder.resolve("stream.log"));
    }
}
