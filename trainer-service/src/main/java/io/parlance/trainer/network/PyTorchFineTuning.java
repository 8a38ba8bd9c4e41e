package io.parlance.trainer.network;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import io.parlance.model.artifact.LlamaConfig;
import io.parlance.model.artifact.Weights;
import io.parlance.model.onnx.SequenceScore;
import io.parlance.model.text.TokenSequence;
import java.util.List;
import java.util.Optional;

/** Fine-tuning by this process's PyTorch. */
public final class PyTorchFineTuning implements FineTuning {
    private final String baseModel;
    private final TrainingSettings settings;
    private final LlamaConfig config;
    private final LlamaNetwork network;
    private final EngineChoice engine;
    private final RunIdentity identity;
    private final Optional<Checkpoints> checkpoints;

    private PyTorchFineTuning(
            String baseModel,
            TrainingSettings settings,
            LlamaConfig config,
            LlamaNetwork network,
            EngineChoice engine,
            RunIdentity identity,
            Optional<Checkpoints> checkpoints) {
        this.baseModel = baseModel;
        this.settings = settings;
        this.config = config;
        this.network = network;
        this.engine = engine;
        this.identity = identity;
        this.checkpoints = checkpoints;
    }

    /**
     * Loads the base model; the weights can be closed afterwards.
     *
     * @param baseModel id or path that the trained adapter names as its base
     * @param checkpoints where to keep and find checkpoints, if at all
     * @throws io.parlance.model.artifact.ModelFormatException when the weights do not fit the configuration
     * @throws IllegalStateException when a GPU is asked for and PyTorch sees none
     * @throws CheckpointException when there is a checkpoint that cannot be read
     */
    public static FineTuning open(
            String baseModel,
            LlamaConfig config,
            Weights weights,
            TrainingSettings settings,
            Optional<Checkpoints> checkpoints) {
        Device device = device(settings.device());
        PrecisionTrial.Verdict verdict = precision(config, weights, settings, device, checkpoints);
        EngineChoice engine = new EngineChoice(
                verdict.precision(),
                device.isGpu() ? ComputeDevice.GPU : ComputeDevice.CPU,
                JniUtils.getNumThreads(),
                verdict.why());
        RunIdentity identity = new RunIdentity(config, weights, settings);
        LlamaNetwork network = LlamaNetwork.open(
                config, weights, verdict.precision(), device, Optional.of(settings.lora()), settings.seed());
        return new PyTorchFineTuning(baseModel, settings, config, network, engine, identity, checkpoints);
    }

    private static Device device(ComputeDevice asked) {
        int gpus = Engine.getEngine("PyTorch").getGpuCount();
        return switch (asked) {
            case CPU -> Device.cpu();
            case AUTO -> gpus > 0 ? Device.gpu() : Device.cpu();
            case GPU -> {
                if (gpus == 0) {
                    throw new IllegalStateException("device is GPU, but PyTorch sees none; use AUTO or CPU, or put the"
                            + " pytorch-native-cu124 jar and a CUDA driver in place");
                }
                yield Device.gpu();
            }
        };
    }

    private static PrecisionTrial.Verdict precision(
            LlamaConfig config,
            Weights weights,
            TrainingSettings settings,
            Device device,
            Optional<Checkpoints> checkpoints) {
        if (settings.precision() != Precision.AUTO) {
            return new PrecisionTrial.Verdict(settings.precision(), "the settings say so");
        }
        return checkpoints
                .flatMap(plan -> new CheckpointFile(plan.folder()).read())
                .map(content -> new PrecisionTrial.Verdict(content.precision(), "the checkpoint's run had taken it"))
                .orElseGet(() -> new PrecisionTrial(config, weights, settings.lora(), device).run());
    }

    @Override
    public EngineChoice engine() {
        return engine;
    }

    @Override
    public TrainingOutcome run(TrainingData data, TrainingListener listener, StopSignal stop) {
        Schedule schedule = new Schedule(data, settings, config.maxPositions());
        if (schedule.train().isEmpty()) {
            return new TrainingOutcome.NothingToTrain(schedule.whyNothing());
        }
        String run = identity.of(data);
        Optional<CheckpointFile> file = checkpoints.map(plan -> new CheckpointFile(plan.folder()));
        Optional<RunState> start = file.flatMap(CheckpointFile::read).map(content -> ofThisRun(content, run));
        try (TrainingRun training = new TrainingRun(network, settings, schedule, baseModel)) {
            start.ifPresent(training::goOnFrom);
            listener.planned(schedule.plan(training.step(), engine));
            return training.run(
                    listener,
                    stop,
                    state -> {
                        file.orElseThrow().write(new CheckpointFile.Content(run, network.precision(), state));
                        listener.checkpointed(state.step());
                    },
                    checkpoints.map(Checkpoints::everySteps).orElse(0));
        }
    }

    private RunState ofThisRun(CheckpointFile.Content content, String run) {
        if (!content.identity().equals(run)) {
            throw new CheckpointException(
                    "%s: holds a checkpoint of another run (other data, settings or base model); give this run a folder of its own, or delete it"
                            .formatted(checkpoints.orElseThrow().folder()));
        }
        return content.state();
    }

    @Override
    public SequenceScore score(List<TokenSequence> examples) {
        List<TokenSequence> supervised = examples.stream()
                .filter(example -> example.supervisedTokens() > 0)
                .toList();
        if (supervised.isEmpty()) {
            throw new IllegalArgumentException(
                    "none of %d examples has a token that counts".formatted(examples.size()));
        }
        return network.score(settings.batching().passes(supervised));
    }

    @Override
    public void close() {
        network.close();
    }
}
