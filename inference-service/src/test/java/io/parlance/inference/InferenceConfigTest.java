package io.parlance.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InferenceConfigTest {

    private static InferenceConfig config(Map<String, String> values) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .withMapping(InferenceConfig.class)
                .build();
        return config.getConfigMapping(InferenceConfig.class);
    }

    @Test
    void hasDefaults() {
        // When
        CheckedConfig checked = CheckedConfig.of(config(Map.of()));
        // Then
        assertThat(checked.artifacts())
                .isEqualTo(Path.of("data/artifacts").toAbsolutePath().toUri());
        assertThat(checked.shelf().alias()).isEqualTo("parlance");
        assertThat(checked.shelf().besideLimit()).isEqualTo(1);
        assertThat(checked.shelf().retry()).isEqualTo(Duration.ofSeconds(15));
        assertThat(checked.decoder().slots()).isEqualTo(4);
        assertThat(checked.decoder().contextTokens()).isEqualTo(1024);
        assertThat(checked.decoder().threads()).isBetween(1, 4);
        assertThat(checked.engine().queueCapacity()).isEqualTo(64);
        assertThat(checked.engine().prefillChunk()).isEqualTo(128);
        assertThat(checked.drain()).isEqualTo(Duration.ofSeconds(5));
        assertThat(checked.maxBodyBytes()).isEqualTo(8L << 20);
        assertThat(checked.vllmNames()).isTrue();
    }

    @Test
    void takesEveryKey() {
        // When
        CheckedConfig checked = CheckedConfig.of(config(Map.ofEntries(
                Map.entry("parlance.inference.artifacts", "file:///models"),
                Map.entry("parlance.inference.alias", "house"),
                Map.entry("parlance.inference.slots", "2"),
                Map.entry("parlance.inference.context-tokens", "512"),
                Map.entry("parlance.inference.threads", "3"),
                Map.entry("parlance.inference.queue", "9"),
                Map.entry("parlance.inference.prefill-chunk", "64"),
                Map.entry("parlance.inference.beside-limit", "0"),
                Map.entry("parlance.inference.retry", "PT2S"),
                Map.entry("parlance.inference.drain", "PT1S"),
                Map.entry("parlance.inference.max-body-bytes", "2048"),
                Map.entry("parlance.inference.vllm-names", "false"))));
        // Then
        assertThat(checked.artifacts()).hasToString("file:///models");
        assertThat(checked.shelf().alias()).isEqualTo("house");
        assertThat(checked.shelf().besideLimit()).isZero();
        assertThat(checked.shelf().retry()).isEqualTo(Duration.ofSeconds(2));
        assertThat(checked.decoder().slots()).isEqualTo(2);
        assertThat(checked.decoder().contextTokens()).isEqualTo(512);
        assertThat(checked.decoder().threads()).isEqualTo(3);
        assertThat(checked.engine().queueCapacity()).isEqualTo(9);
        assertThat(checked.engine().prefillChunk()).isEqualTo(64);
        assertThat(checked.drain()).isEqualTo(Duration.ofSeconds(1));
        assertThat(checked.maxBodyBytes()).isEqualTo(2048);
        assertThat(checked.vllmNames()).isFalse();
    }

    @Test
    void followsTheStoreOfAllServices() {
        assertThat(config(Map.of("parlance.artifacts", "/srv/models")).artifacts())
                .isEqualTo("/srv/models");
    }

    @Test
    void refusesValuesOutOfRangeByName() {
        assertThatThrownBy(() -> CheckedConfig.of(config(Map.of("parlance.inference.slots", "0"))))
                .hasMessage("parlance.inference.slots is 0, expected 1 to 64");
        assertThatThrownBy(() -> CheckedConfig.of(config(Map.of("parlance.inference.retry", "PT1H1S"))))
                .hasMessageContaining("parlance.inference.retry");
    }

    @Test
    void refusesUnknownKeys() {
        assertThatThrownBy(() -> config(Map.of("parlance.inference.slotz", "4")))
                .hasMessageContaining("parlance.inference.slotz");
    }
}
