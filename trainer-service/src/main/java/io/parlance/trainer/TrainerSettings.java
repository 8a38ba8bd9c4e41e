package io.parlance.trainer;

import io.parlance.trainer.base.SourceSettings;
import io.parlance.trainer.network.ComputeDevice;
import io.parlance.trainer.network.EarlyStopping;
import io.parlance.trainer.network.Precision;
import io.parlance.trainer.run.HyperparameterDefaults;
import io.parlance.trainer.run.TrainingDefaults;
import java.util.Arrays;
import java.util.Locale;

/** The configuration in the words of the packages that use it; what they do not know is refused by key. */
final class TrainerSettings {
    private final TrainerConfig config;

    TrainerSettings(TrainerConfig config) {
        this.config = config;
    }

    String organization() {
        if (!config.organization().matches("[A-Za-z0-9._-]{1,64}")) {
            throw new IllegalArgumentException(
                    "parlance.trainer.organization is '%s', expected 1 to 64 letters, digits, '.', '_' and '-'"
                            .formatted(config.organization()));
        }
        return config.organization();
    }

    SourceSettings sources() {
        TrainerConfig.Hub hub = config.hub();
        return new SourceSettings(
                config.data().toAbsolutePath().resolve("cache"),
                config.python(),
                hub.endpoint(),
                hub.token(),
                hub.probe(),
                hub.patience());
    }

    HyperparameterDefaults hyperparameters() {
        TrainerConfig.Training training = config.training();
        return new HyperparameterDefaults(
                training.epochs(),
                training.smallDatasetEpochs(),
                training.smallDataset(),
                training.batchSize(),
                training.smallDatasetBatchSize(),
                training.learningRate(),
                training.weightDecay(),
                training.loraRank(),
                training.loraAlpha(),
                training.loraDropout(),
                training.maxTokens());
    }

    TrainingDefaults training() {
        TrainerConfig.Training training = config.training();
        return new TrainingDefaults(
                organization(),
                training.warmup(),
                training.tokensPerPass(),
                new EarlyStopping(training.evaluateEverySteps(), training.patience()),
                choice("parlance.trainer.training.precision", training.precision(), Precision.class),
                choice("parlance.trainer.training.device", training.device(), ComputeDevice.class),
                training.checkpointEverySteps(),
                training.progressEverySteps());
    }

    private static <E extends Enum<E>> E choice(String key, String text, Class<E> choices) {
        return Arrays.stream(choices.getEnumConstants())
                .filter(choice -> choice.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("%s is '%s', expected one of %s"
                        .formatted(
                                key,
                                text,
                                Arrays.stream(choices.getEnumConstants())
                                        .map(choice -> choice.name().toLowerCase(Locale.ROOT))
                                        .toList())));
    }
}
