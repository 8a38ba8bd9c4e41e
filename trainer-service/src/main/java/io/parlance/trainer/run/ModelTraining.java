package io.parlance.trainer.run;

import io.parlance.contracts.ArtifactRef;
import io.parlance.contracts.Hyperparameters;
import io.parlance.model.artifact.ArtifactException;
import io.parlance.model.artifact.HuggingFaceFolder;
import io.parlance.model.artifact.ModelFolder;
import io.parlance.model.artifact.ModelFormatException;
import io.parlance.model.artifact.Weights;
import io.parlance.model.artifact.store.ArtifactStore;
import io.parlance.model.artifact.store.OpenedModel;
import io.parlance.model.artifact.store.StoredModel;
import io.parlance.model.memory.NativeMemory;
import io.parlance.trainer.export.FineTunedName;
import io.parlance.trainer.export.ModelExport;
import io.parlance.trainer.network.AdamWSettings;
import io.parlance.trainer.network.Batching;
import io.parlance.trainer.network.CheckpointException;
import io.parlance.trainer.network.Checkpoints;
import io.parlance.trainer.network.EngineChoice;
import io.parlance.trainer.network.FineTuning;
import io.parlance.trainer.network.LearningRate;
import io.parlance.trainer.network.LoraSettings;
import io.parlance.trainer.network.PyTorchFineTuning;
import io.parlance.trainer.network.TrainingData;
import io.parlance.trainer.network.TrainingOutcome;
import io.parlance.trainer.network.TrainingSettings;
import io.parlance.trainer.run.RunNote.Level;
import io.parlance.trainer.window.ExampleFormat;
import io.parlance.trainer.window.WindowExamples;
import io.parlance.trainer.window.WindowReader;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/** From a window of examples to a model in the store: reads, trains, exports. */
public final class ModelTraining implements RunWork {
    private static final Logger LOG = Logger.getLogger(ModelTraining.class);

    private final WindowReader windows;
    private final ArtifactStore store;
    private final ModelExport export;
    private final CheckpointFolders checkpoints;
    private final TrainingDefaults defaults;

    public ModelTraining(
            WindowReader windows,
            ArtifactStore store,
            ModelExport export,
            CheckpointFolders checkpoints,
            TrainingDefaults defaults) {
        this.windows = windows;
        this.store = store;
        this.export = export;
        this.checkpoints = checkpoints;
        this.defaults = defaults;
    }

    @Override
    public RunOutcome perform(TrainingRun run, Course course, BooleanSupplier stop) {
        FineTunedName name = name(run);
        Optional<ModelExport.Exported> there = export.find(name);
        if (there.isPresent()) {
            course.note(Level.INFO, "The model of this job already lies whole in the artifact store; it is announced");
            checkpoints.delete(run.id());
            return completed(run, name, there.get());
        }
        course.progressed(new RunProgress(run.id()).preparing());
        try {
            return train(run, name, course, stop);
        } catch (ArtifactException e) {
            return new RunOutcome.Failed("artifact_store", e.getMessage());
        } catch (ModelFormatException e) {
            return new RunOutcome.Failed("model_unreadable", e.getMessage());
        } catch (CheckpointException e) {
            return new RunOutcome.Failed("checkpoint", e.getMessage());
        } finally {
            NativeMemory.giveBack();
        }
    }

    private RunOutcome train(TrainingRun run, FineTunedName name, Course course, BooleanSupplier stop) {
        OpenedModel base = store.open(stored(run.request().baseModel().artifact()));
        ExampleFormat format = new ExampleFormat(
                base.manifest().description().tokenizerSha256(),
                base.manifest().description().templateSha256());
        WindowExamples examples = windows.read(run.request().window(), format);
        course.note(
                examples.isWorthAWarning() ? Level.WARN : Level.INFO,
                "Dataset %s read: %s".formatted(run.request().window().dataset(), examples.summary()));
        long gone = examples.goneSince(run.request().windowTrainExamples());
        if (gone > 0) {
            course.note(
                    Level.WARN,
                    "Of the %d training examples that this job was asked for %d are gone, for they were erased since; it trains without them"
                            .formatted(run.request().windowTrainExamples(), gone));
        }
        if (examples.train().isEmpty()) {
            return new RunOutcome.Failed(
                    "no_training_examples",
                    "dataset %s has no training example for base model %s (%s%s). Send conversations with this dataset's name to POST /v1/conversations, then create the job again."
                            .formatted(
                                    run.request().window().dataset(),
                                    run.request().baseModel().id(),
                                    examples.summary(),
                                    gone == 0 ? "" : "; %d were erased since the job was asked for".formatted(gone)));
        }
        ModelFolder folder = HuggingFaceFolder.open(base.folder());
        TrainingData data = new TrainingData(examples.train(), examples.validation());
        RunProgress progress = new RunProgress(run.id());
        CourseListener listener = new CourseListener(run, course, progress, defaults.progressEverySteps());
        Trained trained = compute(run, folder, data, listener, stop);
        return switch (trained.outcome()) {
            case TrainingOutcome.Trained t -> {
                course.progressed(progress.exporting());
                TrainingFacts facts = new TrainingFacts(
                        listener.plan().trainExamples(),
                        listener.plan().validationExamples(),
                        listener.plan().tooLong() + listener.plan().withoutSupervision(),
                        t.trainedTokens(),
                        t.trainLoss(),
                        t.validationLoss().isPresent() ? t.validationLoss().getAsDouble() : null,
                        label(trained.engine().precision()),
                        label(trained.engine().device()));
                ModelExport.Exported exported = export.write(
                        name,
                        folder,
                        run.request().baseModel().id(),
                        t.adapter(),
                        facts.toManifest(run, name.modelId()));
                checkpoints.delete(run.id());
                LOG.infof(
                        "run exported run=%s model=%s steps=%d best_step=%d took=%ds",
                        run.id(),
                        name.modelId(),
                        t.steps(),
                        t.bestStep(),
                        t.took().toSeconds());
                yield completed(run, name, exported);
            }
            case TrainingOutcome.Diverged d ->
                new RunOutcome.Failed(
                        "diverged",
                        "training diverged at step %d: %s. Lower learning_rate_multiplier (it was %s) and create the job again."
                                .formatted(d.step(), d.why(), run.request().learningRateMultiplier()));
            case TrainingOutcome.NothingToTrain n -> new RunOutcome.Failed("nothing_to_train", n.reason());
            case TrainingOutcome.Stopped _ -> new RunOutcome.Interrupted();
        };
    }

    private record Trained(TrainingOutcome outcome, EngineChoice engine) {}

    private Trained compute(
            TrainingRun run, ModelFolder folder, TrainingData data, CourseListener listener, BooleanSupplier stop) {
        try {
            return computeOnce(run, folder, data, listener, stop);
        } catch (CheckpointException e) {
            if (listener.hasBegun()) {
                throw e;
            }
            listener.note(
                    Level.WARN,
                    "The checkpoint cannot be gone on from (%s); training starts again from the first step"
                            .formatted(e.getMessage()));
            checkpoints.delete(run.id());
            return computeOnce(run, folder, data, listener, stop);
        }
    }

    private Trained computeOnce(
            TrainingRun run, ModelFolder folder, TrainingData data, CourseListener listener, BooleanSupplier stop) {
        Checkpoints kept = new Checkpoints(checkpoints.of(run.id()), defaults.checkpointEverySteps());
        try (Weights weights = folder.openWeights();
                FineTuning tuning = PyTorchFineTuning.open(
                        run.request().baseModel().id(),
                        folder.config(),
                        weights,
                        settings(run.request().hyperparameters()),
                        Optional.of(kept))) {
            EngineChoice engine = tuning.engine();
            LOG.infof(
                    "training engine run=%s precision=%s device=%s threads=%d why=\"%s\"",
                    run.id(), label(engine.precision()), label(engine.device()), engine.threads(), engine.why());
            return new Trained(tuning.run(data, listener, stop::getAsBoolean), engine);
        }
    }

    private TrainingSettings settings(Hyperparameters h) {
        AdamWSettings adamW = AdamWSettings.defaults();
        return new TrainingSettings(
                h.epochs(),
                new Batching(h.batchSize(), defaults.tokensPerPass(), h.maxTokens()),
                new LearningRate(h.learningRate(), defaults.warmup(), LearningRate.Decay.COSINE),
                new AdamWSettings(adamW.beta1(), adamW.beta2(), adamW.epsilon(), h.weightDecay(), adamW.clipNorm()),
                new LoraSettings(
                        h.loraRank(),
                        h.loraAlpha(),
                        h.loraDropout(),
                        LoraSettings.defaults().targets()),
                defaults.earlyStopping(),
                defaults.precision(),
                defaults.device(),
                h.seed());
    }

    private RunOutcome completed(TrainingRun run, FineTunedName name, ModelExport.Exported exported) {
        TrainingFacts facts =
                TrainingFacts.fromManifest(exported.manifest().description().facts());
        return new RunOutcome.Completed(facts.announcement(run, name.modelId(), exported.stored()));
    }

    @Override
    public void discard(TrainingRun run) {
        checkpoints.delete(run.id());
        export.remove(name(run));
    }

    private FineTunedName name(TrainingRun run) {
        return FineTunedName.of(
                run.request().baseModel().id(),
                defaults.organization(),
                Optional.ofNullable(run.request().suffix()),
                run.id());
    }

    private static StoredModel stored(ArtifactRef artifact) {
        return new StoredModel(URI.create(artifact.uri()), artifact.sha256(), artifact.bytes());
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
