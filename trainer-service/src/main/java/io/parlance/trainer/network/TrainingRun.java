package io.parlance.trainer.network;

import ai.djl.pytorch.jni.JniUtils;
import io.parlance.model.text.TokenSequence;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/** The loop: steps, measurements on the validation examples, checkpoints, the end. */
final class TrainingRun implements AutoCloseable {
    private final LlamaNetwork network;
    private final TrainingSettings settings;
    private final Schedule schedule;
    private final AdamW adamW;
    private final String baseModel;

    private int step;
    private RunState.Tally tally = RunState.Tally.NONE;
    private Optional<RunState.Best> best = Optional.empty();
    private int fruitless;
    private long trainedTokens;

    /** Adapters are set to their start. @param baseModel what the trained adapter names as its base */
    TrainingRun(LlamaNetwork network, TrainingSettings settings, Schedule schedule, String baseModel) {
        this.baseModel = baseModel;
        this.network = network;
        this.settings = settings;
        this.schedule = schedule;
        this.adamW =
                AdamW.over(network.lora().all(), network.lora().allGradients(), settings.adamW(), network.manager());
        adamW.overwrite(network.lora().all(), network.lora().startValues(settings.seed()));
    }

    void goOnFrom(RunState state) {
        adamW.restore(state.adamW());
        step = state.step();
        tally = state.tally();
        best = state.best();
        fruitless = state.fruitless();
        trainedTokens = state.trainedTokens();
    }

    int step() {
        return step;
    }

    /** @param everySteps steps between two states handed to {@code keeper}; 0 hands out none */
    TrainingOutcome run(TrainingListener listener, StopSignal stop, Consumer<RunState> keeper, int everySteps) {
        int totalSteps = schedule.totalSteps();
        Pace pace = new Pace();
        while (step < totalSteps && !isPatienceOver()) {
            if (stop.isRaised()) {
                if (everySteps > 0) {
                    keeper.accept(state());
                }
                return new TrainingOutcome.Stopped(step);
            }
            long begin = System.nanoTime();
            Taken taken = takeStep();
            if (!Double.isFinite(taken.loss()) || !Double.isFinite(taken.gradientNorm())) {
                return new TrainingOutcome.Diverged(
                        step + 1,
                        "loss was %s and gradient norm %s; a lower learning rate than %s may help"
                                .formatted(taken.loss(), taken.gradientNorm(), taken.learningRate()));
            }
            step++;
            pace.trained(Duration.ofNanos(System.nanoTime() - begin), taken.tokens());
            OptionalDouble validation = isMeasured() ? measure() : OptionalDouble.empty();
            listener.progressed(new TrainingProgress(
                    step,
                    totalSteps,
                    schedule.epoch(step - 1) + 1,
                    taken.loss(),
                    validation,
                    taken.learningRate(),
                    taken.gradientNorm(),
                    trainedTokens,
                    pace.tokensPerSecond(),
                    pace.timeFor(totalSteps - step)));
            if (validation.isPresent() && !Double.isFinite(validation.getAsDouble())) {
                return new TrainingOutcome.Diverged(step, "validation loss was " + validation.getAsDouble());
            }
            if (everySteps > 0 && step % everySteps == 0) {
                keeper.accept(state());
            }
        }
        return trained(pace.elapsed());
    }

    /** What one step was. @param loss before the step, nats per supervised token */
    private record Taken(double loss, double gradientNorm, double learningRate, long tokens) {}

    private Taken takeStep() {
        if (schedule.beginsEpoch(step)) {
            tally = RunState.Tally.NONE;
        }
        List<TokenSequence> batch = schedule.batch(step);
        long supervised =
                batch.stream().mapToLong(TokenSequence::supervisedTokens).sum();
        long tokens = batch.stream().mapToLong(TokenSequence::size).sum();
        JniUtils.setSeed(schedule.stepSeed(step));
        double nll = 0;
        for (PackedExamples pass : settings.batching().passes(batch)) {
            nll += network.accumulate(pass, 1.0 / supervised);
        }
        double norm = adamW.gradientNorm();
        double learningRate = settings.learningRate().at(step, schedule.totalSteps());
        if (Double.isFinite(nll) && Double.isFinite(norm)) {
            adamW.step(learningRate, norm);
            tally = tally.plus(nll, supervised);
            trainedTokens += tokens;
        }
        return new Taken(nll / supervised, norm, learningRate, tokens);
    }

    private boolean isMeasured() {
        return !schedule.validation().isEmpty()
                && (step % settings.earlyStopping().evaluateEverySteps() == 0 || step == schedule.totalSteps());
    }

    private OptionalDouble measure() {
        double loss =
                network.score(settings.batching().passes(schedule.validation())).loss();
        if (best.isEmpty() || loss < best.get().validationLoss()) {
            best = Optional.of(new RunState.Best(step, loss, adamW.state().parameters()));
            fruitless = 0;
        } else {
            fruitless++;
        }
        return OptionalDouble.of(loss);
    }

    private boolean isPatienceOver() {
        int patience = settings.earlyStopping().patience();
        return patience > 0 && fruitless >= patience;
    }

    private TrainingOutcome.Trained trained(Duration took) {
        best.ifPresent(kept -> adamW.overwrite(network.lora().all(), kept.parameters()));
        return new TrainingOutcome.Trained(
                network.lora().export(baseModel),
                tally.loss(),
                best.map(kept -> OptionalDouble.of(kept.validationLoss())).orElse(OptionalDouble.empty()),
                best.map(RunState.Best::step).orElse(step),
                step,
                trainedTokens,
                took);
    }

    RunState state() {
        return new RunState(step, adamW.state(), tally, best, fruitless, trainedTokens);
    }

    @Override
    public void close() {
        adamW.close();
    }
}
