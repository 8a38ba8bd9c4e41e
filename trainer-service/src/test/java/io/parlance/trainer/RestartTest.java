package io.parlance.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.parlance.broker.BrokerOptions;
import io.parlance.broker.BrokerProcess;
import io.parlance.broker.TopicCreator;
import io.parlance.contracts.BaseModelImported;
import io.parlance.contracts.DatasetWindow;
import io.parlance.contracts.ModelTrained;
import io.parlance.contracts.OffsetRange;
import io.parlance.contracts.Topics;
import io.parlance.model.TinyModel;
import io.parlance.model.artifact.HuggingFaceFolder;
import io.parlance.trainer.base.BaseStatus;
import io.parlance.trainer.journal.EventFormat;
import io.parlance.trainer.journal.Readers;
import io.parlance.trainer.run.RunNote;
import io.parlance.trainer.run.RunPlanner;
import io.parlance.trainer.run.RunRequest;
import io.parlance.trainer.run.RunState;
import io.parlance.trainer.run.TrainingRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The service without its HTTP interface, stopped and started again over the same data and a broker of its own. */
@Timeout(90)
class RestartTest {
    @TempDir
    static Path folder;

    private static BrokerProcess broker;
    private final List<TrainerService> services = new ArrayList<>();

    @BeforeAll
    static void startBroker() throws IOException {
        broker = BrokerProcess.start(BrokerOptions.throwaway(Files.createDirectories(folder.resolve("broker"))));
        new TopicCreator(broker.bootstrapServers()).createMissing(Topics.all());
    }

    @AfterAll
    static void stopBroker() {
        broker.stop();
    }

    @AfterEach
    void closeAll() {
        services.forEach(TrainerService::close);
    }

    @BeforeEach
    void makeABase() {
        TinyModel.write(folder.resolve("tiny"), 1);
    }

    @Test
    void aRunStoppedInItsMiddleGoesOnFromItsCheckpointToOneModel() throws InterruptedException {
        // Given
        TrainerService before = start(Map.of());
        examples().produce(broker.bootstrapServers(), "restart", 40);
        String id = before.runs()
                .accept(before.planner().plan(base(before), wish("restart", 12)), Duration.ofSeconds(10))
                .id();
        while (before.runs().step(id) < 10) {
            Thread.sleep(5);
        }

        // When
        before.close();
        assertThat(before.runs().find(id).orElseThrow().state()).isInstanceOf(RunState.Running.class);
        TrainerService after = start(Map.of());

        // Then
        TrainingRun run = awaitEnd(after, id);
        assertThat(run.state()).isInstanceOf(RunState.Succeeded.class);
        assertThat(run.notes())
                .extracting(RunNote::message)
                .anyMatch(message -> message.contains("restarted"))
                .anyMatch(message -> message.startsWith("Going on from the checkpoint after step"));
        assertThat(modelsOf(id)).hasSize(1);
        assertThat(folder.resolve("data/checkpoints").resolve(id)).doesNotExist();
    }

    @Test
    void aRunThatLostExamplesWhileTheTrainerWasAwayBeginsAnewWithoutThemAndSaysSo() throws Exception {
        // Given
        TrainerService before = start(Map.of());
        examples().produce(broker.bootstrapServers(), "shrinking", 60);
        TrainingRun asked = before.runs()
                .accept(before.planner().plan(base(before), wish("shrinking", 12)), Duration.ofSeconds(10));
        String id = asked.id();
        while (before.runs().step(id) < 10) {
            Thread.sleep(5);
        }
        before.close();

        // When
        long left = eraseFirstPartition(asked.request().window());
        TrainerService after = start(Map.of());

        // Then
        TrainingRun run = awaitEnd(after, id);
        assertThat(run.state()).isInstanceOf(RunState.Succeeded.class);
        long held = asked.request().windowTrainExamples();
        assertThat(left).isBetween(1L, held - 1);
        assertThat(run.notes())
                .extracting(RunNote::message)
                .anyMatch(message ->
                        message.contains("Of the %d training examples that this job was asked for %d are gone"
                                .formatted(held, held - left)))
                .anyMatch(message -> message.contains("training starts again from the first step"));
        assertThat(modelsOf(id)).hasSize(1);
        assertThat(EventFormat.read(modelsOf(id).getFirst(), ModelTrained.class).trainExamples())
                .isEqualTo(left);
    }

    /** @return training examples of the window that are left in the other partitions */
    private static long eraseFirstPartition(DatasetWindow window) throws Exception {
        OffsetRange first = window.ranges().getFirst();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.deleteRecords(Map.of(
                            new TopicPartition(window.topic(), first.partition()),
                            RecordsToDelete.beforeOffset(first.to())))
                    .all()
                    .get();
        }
        long[] left = new long[1];
        new Readers(broker.bootstrapServers(), Duration.ofSeconds(20))
                .read(window.topic(), window.ranges(), message -> {
                    String example = new String(message.value(), StandardCharsets.UTF_8);
                    if (example.contains("\"" + window.dataset() + "\"") && example.contains("\"train\"")) {
                        left[0]++;
                    }
                });
        return left[0];
    }

    @Test
    void theBaseModelIsImportedOnce() throws InterruptedException {
        // Given
        TrainerService before = start(Map.of());
        BaseModelImported base = base(before);
        before.close();
        int announced = events(Topics.MODELS_IMPORTED).size();

        // When
        TrainerService after = start(Map.of());

        // Then
        assertThat(base(after)).isEqualTo(base);
        assertThat(events(Topics.MODELS_IMPORTED)).hasSize(announced);
    }

    @Test
    void aDamagedBaseModelIsImportedAgain() throws IOException, InterruptedException {
        // Given
        TrainerService before = start(Map.of());
        BaseModelImported base = base(before);
        before.close();
        Path weights =
                Path.of(java.net.URI.create(base.model().artifact().uri())).resolveSibling("model.safetensors");
        Files.write(weights, new byte[10]);

        // When
        TrainerService after = start(Map.of());

        // Then
        assertThat(base(after)).isEqualTo(base);
        assertThat(Files.size(weights)).isGreaterThan(10);
    }

    @Test
    void enoughNewExamplesStartARunByPolicy() throws InterruptedException {
        // Given
        TrainerService trainer = start(Map.of("policy.every-examples", "10", "policy.dataset", "watched"));
        int before = trainer.runs().newestFirst().size();

        // When
        examples().produce(broker.bootstrapServers(), "watched", 20);

        // Then
        while (trainer.runs().newestFirst().size() == before) {
            Thread.sleep(50);
        }
        TrainingRun run = trainer.runs().newestFirst().getFirst();
        assertThat(run.request().trigger()).isEqualTo(RunRequest.Trigger.POLICY);
        assertThat(awaitEnd(trainer, run.id()).state()).isInstanceOf(RunState.Succeeded.class);
    }

    @Test
    void aMissingBaseIsSaidAndWaitedFor() throws InterruptedException {
        // Given
        TrainerService trainer =
                service(Map.of("base", folder.resolve("nowhere").toString()));

        // When
        trainer.start();

        // Then
        while (!(trainer.status() instanceof BaseStatus.Failed)) {
            Thread.sleep(20);
        }
        assertThat(trainer.missing().orElseThrow()).contains("nowhere").contains("PARLANCE_BASE");
    }

    private TrainerService start(Map<String, String> keys) throws InterruptedException {
        TrainerService service = service(keys);
        service.start();
        while (service.missing().isPresent()) {
            Thread.sleep(20);
        }
        return service;
    }

    private TrainerService service(Map<String, String> keys) {
        Map<String, String> all = new HashMap<>(Map.of(
                "base", folder.resolve("tiny").toString(),
                "data", folder.resolve("data").toString(),
                "training.precision", "fp32",
                "training.max-tokens", "200",
                "training.checkpoint-every-steps", "5"));
        all.putAll(keys);
        TrainerService service = new TrainerService(TrainerConfigTest.config(all), broker.bootstrapServers());
        services.add(service);
        return service;
    }

    private static BaseModelImported base(TrainerService service) {
        return ((BaseStatus.Ready) service.status()).base();
    }

    private PreparedExamples examples() {
        return new PreparedExamples(
                HuggingFaceFolder.open(folder.resolve("tiny")).chatFormat());
    }

    private static RunPlanner.Wish wish(String dataset, int epochs) {
        return new RunPlanner.Wish(
                dataset,
                OptionalInt.of(epochs),
                OptionalInt.of(4),
                OptionalDouble.empty(),
                OptionalLong.of(1),
                Optional.empty(),
                Map.of(),
                RunRequest.Trigger.API);
    }

    private static TrainingRun awaitEnd(TrainerService service, String id) throws InterruptedException {
        while (!service.runs().find(id).orElseThrow().hasEnded()) {
            Thread.sleep(20);
        }
        return service.runs().find(id).orElseThrow();
    }

    private static List<byte[]> modelsOf(String runId) {
        List<byte[]> models = new ArrayList<>();
        new Readers(broker.bootstrapServers(), Duration.ofSeconds(20)).readAll(Topics.MODELS_TRAINED, message -> {
            if (message.key().equals(runId)) {
                models.add(message.value());
            }
        });
        return models;
    }

    private static List<byte[]> events(String topic) {
        List<byte[]> events = new ArrayList<>();
        new Readers(broker.bootstrapServers(), Duration.ofSeconds(20))
                .readAll(topic, message -> events.add(message.value()));
        return events;
    }
}
