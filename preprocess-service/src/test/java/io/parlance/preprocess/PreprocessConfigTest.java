package io.parlance.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parlance.preprocess.example.OverLength;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PreprocessConfigTest {
    @Test
    void hasDefaults() {
        // When
        PreprocessConfig config = config(Map.of());
        // Then
        assertThat(config.bootstrapServers()).isEqualTo("localhost:9092");
        assertThat(config.artifacts()).isEqualTo(URI.create("file:data/artifacts"));
        assertThat(config.applicationId()).isEqualTo("parlance-preprocess");
        assertThat(config.stateDir()).isEqualTo(Path.of("data/preprocess-state"));
        assertThat(config.threads()).isEqualTo(2);
        assertThat(config.commitInterval()).isEqualTo(Duration.ofMillis(300));
        assertThat(config.watchInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.maxTokens()).isEqualTo(1024);
        assertThat(config.overLength()).isEqualTo(OverLength.DROP);
        assertThat(config.recipe()).isEmpty();
        assertThat(config.embeddings()).isTrue();
        assertThat(config.leakCheck().mostCharacters()).isEqualTo(50_000_000);
        assertThat(config.split().seed()).isEqualTo(20261101);
        assertThat(config.split().train()).isEqualTo(0.8);
        assertThat(config.split().validation()).isEqualTo(0.1);
        assertThat(config.split().test()).isEqualTo(0.1);
        assertThat(config.split().stratifyFrom()).isEqualTo(10_000);
        assertThat(config.split().clusters()).isEqualTo(16);
        assertThat(config.ledger().enabled()).isTrue();
        assertThat(config.ledger().tellEvery()).isEqualTo(Duration.ofMillis(500));
        assertThat(config.ledger().address()).isEqualTo("127.0.0.1:8082");
        assertThat(config.erasure().enabled()).isTrue();
        assertThat(config.erasure().cleanerPatience()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void followsWhatAllServicesShare() {
        // When
        PreprocessConfig config = config(Map.of(
                "kafka.bootstrap.servers", "broker:1",
                "parlance.artifacts", "file:///shared",
                "parlance.state-dir", "/state"));
        // Then
        assertThat(config.bootstrapServers()).isEqualTo("broker:1");
        assertThat(config.artifacts()).isEqualTo(URI.create("file:///shared"));
        assertThat(config.stateDir()).isEqualTo(Path.of("/state"));
    }

    @Test
    void takesEveryKey() {
        // When
        PreprocessConfig config = config(Map.ofEntries(
                Map.entry("parlance.preprocess.bootstrap-servers", "b:1"),
                Map.entry("parlance.preprocess.artifacts", "file:///a"),
                Map.entry("parlance.preprocess.application-id", "other"),
                Map.entry("parlance.preprocess.state-dir", "/s"),
                Map.entry("parlance.preprocess.threads", "3"),
                Map.entry("parlance.preprocess.commit-interval", "200ms"),
                Map.entry("parlance.preprocess.watch-interval", "2s"),
                Map.entry("parlance.preprocess.max-tokens", "64"),
                Map.entry("parlance.preprocess.over-length", "truncate-left"),
                Map.entry("parlance.preprocess.recipe", "/r/ours.yaml"),
                Map.entry("parlance.preprocess.embeddings", "false"),
                Map.entry("parlance.preprocess.ledger.enabled", "false"),
                Map.entry("parlance.preprocess.ledger.tell-every", "2s"),
                Map.entry("parlance.preprocess.ledger.address", "here:1"),
                Map.entry("parlance.preprocess.erasure.enabled", "false"),
                Map.entry("parlance.preprocess.erasure.cleaner-patience", "30s"),
                Map.entry("parlance.preprocess.leak-check.most-characters", "7"),
                Map.entry("parlance.preprocess.split.seed", "5"),
                Map.entry("parlance.preprocess.split.train", "0.5"),
                Map.entry("parlance.preprocess.split.validation", "0.25"),
                Map.entry("parlance.preprocess.split.stratify-from", "50"),
                Map.entry("parlance.preprocess.split.clusters", "4"),
                Map.entry("parlance.preprocess.split.test", "0.25")));
        // Then
        assertThat(config.bootstrapServers()).isEqualTo("b:1");
        assertThat(config.artifacts()).isEqualTo(URI.create("file:///a"));
        assertThat(config.applicationId()).isEqualTo("other");
        assertThat(config.stateDir()).isEqualTo(Path.of("/s"));
        assertThat(config.threads()).isEqualTo(3);
        assertThat(config.commitInterval()).isEqualTo(Duration.ofMillis(200));
        assertThat(config.watchInterval()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.maxTokens()).isEqualTo(64);
        assertThat(config.overLength()).isEqualTo(OverLength.TRUNCATE_LEFT);
        assertThat(config.recipe()).contains(Path.of("/r/ours.yaml"));
        assertThat(config.embeddings()).isFalse();
        assertThat(config.split().seed()).isEqualTo(5);
        assertThat(config.split().train()).isEqualTo(0.5);
        assertThat(config.split().validation()).isEqualTo(0.25);
        assertThat(config.split().test()).isEqualTo(0.25);
        assertThat(config.split().stratifyFrom()).isEqualTo(50);
        assertThat(config.split().clusters()).isEqualTo(4);
        assertThat(config.ledger().enabled()).isFalse();
        assertThat(config.ledger().tellEvery()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.ledger().address()).isEqualTo("here:1");
        assertThat(config.erasure().enabled()).isFalse();
        assertThat(config.erasure().cleanerPatience()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.leakCheck().mostCharacters()).isEqualTo(7);
    }

    @Test
    void refusesAKeyItDoesNotKnow() {
        assertThatThrownBy(() -> config(Map.of("parlance.preprocess.max-token", "64")))
                .hasMessageContaining("parlance.preprocess.max-token");
    }

    private static PreprocessConfig config(Map<String, String> values) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withConverter(Duration.class, 100, new DurationConverter())
                .withMapping(PreprocessConfig.class)
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .build();
        return config.getConfigMapping(PreprocessConfig.class);
    }
}
