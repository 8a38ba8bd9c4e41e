package io.parlance.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainerConfigTest {
    private static final String PREFIX = "parlance.trainer.";

    @Test
    void hasTheseDefaults() {
        // When
        TrainerConfig config = config(Map.of());

        // Then
        assertThat(config.base()).isEqualTo("auto");
        assertThat(config.data()).isEqualTo(Path.of("data"));
        assertThat(config.artifacts()).isEmpty();
        assertThat(config.organization()).isEqualTo("parlance");
        assertThat(config.servedForm()).isEqualTo("int8");
        assertThat(config.python()).isEqualTo("python3");
        assertThat(config.filePatience()).isEqualTo(Duration.ofMinutes(30));
        assertThat(config.hub().endpoint()).isEqualTo(URI.create("https://huggingface.co"));
        assertThat(config.hub().token()).isEmpty();
        assertThat(config.hub().probe()).isEqualTo(Duration.ofSeconds(4));
        assertThat(config.hub().patience()).isEqualTo(Duration.ofSeconds(60));
        TrainerConfig.Training training = config.training();
        assertThat(training.batchSize()).isEqualTo(8);
        assertThat(training.smallDatasetBatchSize()).isEqualTo(4);
        assertThat(training.smallDatasetEpochs()).isEqualTo(4);
        assertThat(training.epochs()).isEqualTo(1);
        assertThat(training.smallDataset()).isEqualTo(500);
        assertThat(training.learningRate()).isEqualTo(1e-3);
        assertThat(training.warmup()).isEqualTo(0.05);
        assertThat(training.weightDecay()).isEqualTo(0.01);
        assertThat(training.loraRank()).isEqualTo(8);
        assertThat(training.loraAlpha()).isEqualTo(16);
        assertThat(training.loraDropout()).isEqualTo(0.05);
        assertThat(training.maxTokens()).isEqualTo(1024);
        assertThat(training.tokensPerPass()).isEqualTo(1024);
        assertThat(training.precision()).isEqualTo("auto");
        assertThat(training.device()).isEqualTo("auto");
        assertThat(training.evaluateEverySteps()).isEqualTo(25);
        assertThat(training.patience()).isEqualTo(4);
        assertThat(training.checkpointEverySteps()).isEqualTo(20);
        assertThat(training.progressEverySteps()).isEqualTo(2);
        assertThat(config.policy().everyExamples()).isZero();
        assertThat(config.policy().dataset()).isEqualTo("live");
    }

    @Test
    void takesEveryKey() {
        // When
        TrainerConfig config = config(Map.ofEntries(
                Map.entry("base", "hf:a/b"),
                Map.entry("data", "/d"),
                Map.entry("artifacts", "file:///a"),
                Map.entry("organization", "house"),
                Map.entry("served-form", "fp32"),
                Map.entry("python", "python3.13"),
                Map.entry("file-patience", "3s"),
                Map.entry("hub.endpoint", "http://mirror"),
                Map.entry("hub.token", "t"),
                Map.entry("hub.probe", "1s"),
                Map.entry("hub.patience", "2s"),
                Map.entry("training.batch-size", "2"),
                Map.entry("training.small-dataset-batch-size", "3"),
                Map.entry("training.small-dataset-epochs", "5"),
                Map.entry("training.epochs", "4"),
                Map.entry("training.small-dataset", "6"),
                Map.entry("training.learning-rate", "0.5"),
                Map.entry("training.warmup", "0.1"),
                Map.entry("training.weight-decay", "0.2"),
                Map.entry("training.lora-rank", "3"),
                Map.entry("training.lora-alpha", "7"),
                Map.entry("training.lora-dropout", "0.3"),
                Map.entry("training.max-tokens", "64"),
                Map.entry("training.tokens-per-pass", "128"),
                Map.entry("training.precision", "fp32"),
                Map.entry("training.device", "cpu"),
                Map.entry("training.evaluate-every-steps", "9"),
                Map.entry("training.patience", "10"),
                Map.entry("training.checkpoint-every-steps", "11"),
                Map.entry("training.progress-every-steps", "12"),
                Map.entry("policy.every-examples", "13"),
                Map.entry("policy.dataset", "shop")));

        // Then
        assertThat(config.base()).isEqualTo("hf:a/b");
        assertThat(config.data()).isEqualTo(Path.of("/d"));
        assertThat(config.artifacts()).contains(URI.create("file:///a"));
        assertThat(config.organization()).isEqualTo("house");
        assertThat(config.servedForm()).isEqualTo("fp32");
        assertThat(config.python()).isEqualTo("python3.13");
        assertThat(config.filePatience()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.hub().endpoint()).isEqualTo(URI.create("http://mirror"));
        assertThat(config.hub().token()).contains("t");
        assertThat(config.hub().probe()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.hub().patience()).isEqualTo(Duration.ofSeconds(2));
        TrainerConfig.Training training = config.training();
        assertThat(training.batchSize()).isEqualTo(2);
        assertThat(training.smallDatasetBatchSize()).isEqualTo(3);
        assertThat(training.smallDatasetEpochs()).isEqualTo(5);
        assertThat(training.epochs()).isEqualTo(4);
        assertThat(training.smallDataset()).isEqualTo(6);
        assertThat(training.learningRate()).isEqualTo(0.5);
        assertThat(training.warmup()).isEqualTo(0.1);
        assertThat(training.weightDecay()).isEqualTo(0.2);
        assertThat(training.loraRank()).isEqualTo(3);
        assertThat(training.loraAlpha()).isEqualTo(7);
        assertThat(training.loraDropout()).isEqualTo(0.3);
        assertThat(training.maxTokens()).isEqualTo(64);
        assertThat(training.tokensPerPass()).isEqualTo(128);
        assertThat(training.precision()).isEqualTo("fp32");
        assertThat(training.device()).isEqualTo("cpu");
        assertThat(training.evaluateEverySteps()).isEqualTo(9);
        assertThat(training.patience()).isEqualTo(10);
        assertThat(training.checkpointEverySteps()).isEqualTo(11);
        assertThat(training.progressEverySteps()).isEqualTo(12);
        assertThat(config.policy().everyExamples()).isEqualTo(13);
        assertThat(config.policy().dataset()).isEqualTo("shop");
    }

    @Test
    void refusesAKeyItDoesNotKnow() {
        assertThatThrownBy(() -> config(Map.of("training.bach-size", "2"))).hasMessageContaining("bach-size");
    }

    @Test
    void refusesAPrecisionItDoesNotKnowByKey() {
        // Given
        TrainerSettings settings = new TrainerSettings(config(Map.of("training.precision", "fp8")));

        // Then
        assertThatThrownBy(settings::training)
                .hasMessageContaining("parlance.trainer.training.precision is 'fp8'")
                .hasMessageContaining("bf16");
    }

    static TrainerConfig config(Map<String, String> keys) {
        Map<String, String> prefixed = new HashMap<>();
        keys.forEach((key, value) -> prefixed.put(PREFIX + key, value));
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .addDefaultInterceptors()
                .withMapping(TrainerConfig.class)
                .withSources(new PropertiesConfigSource(prefixed, "test", 500))
                .build();
        return config.getConfigMapping(TrainerConfig.class);
    }
}
