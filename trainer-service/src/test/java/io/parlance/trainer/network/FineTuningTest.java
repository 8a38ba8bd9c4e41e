package io.parlance.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.parlance.model.TinyModel;
import io.parlance.model.artifact.adapter.LoraAdapter;
import io.parlance.model.artifact.safetensors.SafetensorsWeights;
import io.parlance.model.onnx.SequenceScore;
import io.parlance.model.text.TokenIds;
import io.parlance.model.text.TokenSequence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FineTuningTest {
    private static final TrainingSettings SETTINGS = TrainingSettings.defaults()
            .withEpochs(3)
            .withBatching(new Batching(4, 96, 128))
            .withLearningRate(new LearningRate(1e-2, 0.1, LearningRate.Decay.COSINE))
            .withLora(new LoraSettings(4, 8, 0.1, LoraSettings.defaults().targets()))
            .withEarlyStopping(new EarlyStopping(5, 0))
            .withPrecision(Precision.FP32)
            .withDevice(ComputeDevice.CPU);
    private static final TrainingData DATA = new TrainingData(TinyExamples.of(30, 1), TinyExamples.of(6, 2));

    @TempDir
    Path folder;

    private final RecordingListener listener = new RecordingListener();

    @BeforeEach
    void writeModel() {
        TinyModel.write(folder.resolve("model"), 5);
    }

    private FineTuning open(TrainingSettings settings) {
        return open(settings, Optional.empty());
    }

    private FineTuning open(TrainingSettings settings, Optional<Checkpoints> checkpoints) {
        try (SafetensorsWeights weights = SafetensorsWeights.open(folder.resolve("model"))) {
            return PyTorchFineTuning.open("tiny", TinyModel.CONFIG, weights, settings, checkpoints);
        }
    }

    private TrainingOutcome train(TrainingSettings settings, TrainingData data) {
        try (FineTuning tuning = open(settings)) {
            return tuning.run(data, listener, StopSignal.never());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FP32", "BF16"})
    void learnsAndSaysHowItGoes(Precision precision) {
        // Given
        try (FineTuning tuning = open(SETTINGS.withPrecision(precision))) {
            SequenceScore before = tuning.score(DATA.validation());

            // When
            TrainingOutcome outcome = tuning.run(DATA, listener, StopSignal.never());

            // Then
            TrainingOutcome.Trained trained = (TrainingOutcome.Trained) outcome;
            SequenceScore after = tuning.score(DATA.validation());
            assertThat(after.loss()).isLessThan(0.85 * before.loss());
            assertThat(trained.validationLoss().orElseThrow()).isCloseTo(after.loss(), within(1e-9));
            assertThat(trained.steps()).isEqualTo(24);
            assertThat(trained.trainedTokens())
                    .isEqualTo(3
                            * DATA.train().stream()
                                    .mapToLong(TokenSequence::size)
                                    .sum());
            assertThat(listener.progress).hasSize(24);
            assertThat(listener.progress)
                    .extracting(TrainingProgress::epoch)
                    .startsWith(1)
                    .endsWith(3);
            assertThat(listener.progress.stream()
                            .filter(step -> step.validationLoss().isPresent())
                            .map(TrainingProgress::step))
                    .containsExactly(5, 10, 15, 20, 24);
            assertThat(trained.adapter().baseModel()).isEqualTo("tiny");
            assertThat(trained.adapter().tensors().names()).hasSize(2 * 7 * 2);
            assertThat(trained.adapter().tensors().shape("base_model.model.model.layers.1.mlp.down_proj.lora_A.weight"))
                    .containsExactly(4L, 128L);
        }
    }

    @Test
    void givesTheSameLossesForTheSameSeedAndOthersForAnother() {
        // Given
        train(SETTINGS, DATA);
        List<Double> first = listener.losses();
        listener.progress.clear();

        // When
        train(SETTINGS, DATA);
        List<Double> second = listener.losses();
        listener.progress.clear();
        train(SETTINGS.withSeed(1), DATA);

        // Then
        assertThat(second).isEqualTo(first);
        assertThat(listener.losses()).isNotEqualTo(first);
    }

    @Test
    void takesTheSameStepsWhetherABatchFitsOnePassOrNeedsMany() {
        // Given
        TrainingSettings plain = SETTINGS.withLora(
                new LoraSettings(4, 8, 0, LoraSettings.defaults().targets()));
        train(plain.withBatching(new Batching(4, 10_000, 128)), DATA);
        List<Double> whole = listener.losses();
        listener.progress.clear();

        // When
        train(plain.withBatching(new Batching(4, 1, 128)), DATA);

        // Then
        for (int step = 0; step < whole.size(); step++) {
            assertThat(listener.losses().get(step)).isCloseTo(whole.get(step), within(1e-4));
        }
    }

    @Test
    void goesOnFromACheckpointWithTheVerySameLossesAndAdapter() {
        // Given
        TrainingOutcome.Trained whole = (TrainingOutcome.Trained) train(SETTINGS, DATA);
        List<Double> losses = listener.losses();
        listener.progress.clear();
        Optional<Checkpoints> checkpoints = Optional.of(new Checkpoints(folder.resolve("run"), 4));
        TrainingOutcome stopped;
        try (FineTuning tuning = open(SETTINGS, checkpoints)) {
            stopped = tuning.run(DATA, listener, () -> listener.progress.size() == 11);
        }

        // When
        TrainingOutcome.Trained resumed;
        try (FineTuning tuning = open(SETTINGS, checkpoints)) {
            resumed = (TrainingOutcome.Trained) tuning.run(DATA, listener, StopSignal.never());
        }

        // Then
        assertThat(stopped).isEqualTo(new TrainingOutcome.Stopped(11));
        assertThat(listener.plans.getLast().firstStep()).isEqualTo(11);
        assertThat(listener.checkpoints).containsExactly(4, 8, 11, 12, 16, 20, 24);
        assertThat(listener.losses()).isEqualTo(losses);
        assertThat(values(resumed.adapter())).isEqualTo(values(whole.adapter()));
        assertThat(resumed.validationLoss()).isEqualTo(whole.validationLoss());
        assertThat(resumed.trainLoss()).isEqualTo(whole.trainLoss());
        assertThat(resumed.trainedTokens()).isEqualTo(whole.trainedTokens());
    }

    private static Map<String, String> values(LoraAdapter adapter) {
        return adapter.tensors().names().stream()
                .collect(Collectors.toMap(
                        name -> name, name -> Arrays.toString(adapter.tensors().read(name))));
    }

    @Test
    void refusesTheCheckpointOfAnotherRun() {
        // Given
        Optional<Checkpoints> checkpoints = Optional.of(new Checkpoints(folder.resolve("run"), 1));
        try (FineTuning tuning = open(SETTINGS, checkpoints)) {
            tuning.run(DATA, listener, () -> listener.progress.size() == 1);
        }
        TrainingData other = new TrainingData(TinyExamples.of(30, 9), DATA.validation());

        // When / Then
        try (FineTuning tuning = open(SETTINGS, checkpoints)) {
            assertThatThrownBy(() -> tuning.run(other, listener, StopSignal.never()))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("another run");
        }
    }

    @Test
    void refusesADamagedCheckpoint() throws IOException {
        // Given
        Optional<Checkpoints> checkpoints = Optional.of(new Checkpoints(folder.resolve("run"), 1));
        try (FineTuning tuning = open(SETTINGS, checkpoints)) {
            tuning.run(DATA, listener, () -> listener.progress.size() == 1);
        }
        Path file = folder.resolve("run/checkpoint.bin");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);

        // When / Then
        try (FineTuning tuning = open(SETTINGS, checkpoints)) {
            assertThatThrownBy(() -> tuning.run(DATA, listener, StopSignal.never()))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("damaged");
        }
    }

    @Test
    void countsWhatItLeavesOut() {
        // Given
        List<TokenSequence> train = new ArrayList<>(TinyExamples.of(8, 3));
        train.add(TinyExamples.of(70, new Random(1)));
        train.add(new TokenSequence(TokenIds.of(1, 2, 3), new BitSet()));
        List<TokenSequence> validation = List.of(TinyExamples.of(70, new Random(1)));

        // When
        TrainingOutcome outcome = train(SETTINGS, new TrainingData(train, validation));

        // Then
        TrainingPlan plan = listener.plans.getFirst();
        assertThat(plan.trainExamples()).isEqualTo(8);
        assertThat(plan.tooLong()).isEqualTo(1);
        assertThat(plan.withoutSupervision()).isEqualTo(1);
        assertThat(plan.validationLeftOut()).isEqualTo(1);
        assertThat(((TrainingOutcome.Trained) outcome).validationLoss()).isEmpty();
    }

    @Test
    void saysWhenThereIsNothingToTrain() {
        // Given: a first token has nothing before it to be predicted from
        BitSet first = new BitSet();
        first.set(0);
        TrainingData data =
                new TrainingData(List.of(new TokenSequence(TokenIds.of(1, 2, 3), first)), DATA.validation());

        // When
        TrainingOutcome outcome = train(SETTINGS, data);

        // Then
        assertThat(outcome)
                .isEqualTo(
                        new TrainingOutcome.NothingToTrain(
                                "of 1 training examples 0 are longer than 128 tokens and 1 have no token that counts in the loss"));
    }

    @Test
    void endsAsDivergedWhenTheLossIsNoNumber() {
        // When
        TrainingOutcome outcome =
                train(SETTINGS.withLearningRate(new LearningRate(1e30, 0, LearningRate.Decay.CONSTANT)), DATA);

        // Then
        assertThat(outcome).isInstanceOf(TrainingOutcome.Diverged.class);
        assertThat(((TrainingOutcome.Diverged) outcome).step()).isGreaterThan(1);
    }

    @Test
    void stopsEarlyAndKeepsTheBestAdapter() {
        // Given: training on one kind of answer while validation asks for another gets worse with every step
        List<TokenSequence> validation = List.of(new TokenSequence(TokenIds.of(1, 40, 1, 41, 42, 43, 44), bits(3, 7)));
        TrainingSettings settings = SETTINGS.withEpochs(20).withEarlyStopping(new EarlyStopping(2, 3));
        try (FineTuning tuning = open(settings)) {
            // When
            TrainingOutcome.Trained trained = (TrainingOutcome.Trained)
                    tuning.run(new TrainingData(DATA.train(), validation), listener, StopSignal.never());

            // Then
            assertThat(trained.steps()).isLessThan(listener.plans.getFirst().totalSteps());
            assertThat(trained.bestStep()).isEqualTo(trained.steps() - 6);
            assertThat(tuning.score(validation).loss())
                    .isCloseTo(trained.validationLoss().orElseThrow(), within(1e-9));
        }
    }

    private static BitSet bits(int from, int to) {
        BitSet bits = new BitSet();
        bits.set(from, to);
        return bits;
    }

    @Test
    void saysWhichPrecisionItTookAndWhy() {
        // When
        try (FineTuning tuning = open(SETTINGS.withPrecision(Precision.AUTO))) {
            // Then
            assertThat(tuning.engine().precision()).isIn(Precision.FP32, Precision.BF16);
            assertThat(tuning.engine().why()).contains("fp32").contains("bf16");
        }
    }
}
