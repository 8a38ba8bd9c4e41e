package io.parlance.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IngestSettingsTest {

    @Test
    void hasTheseDefaults() {
        IngestSettings settings = settings(Map.of());
        assertThat(settings.maxRecordBytes()).isEqualTo(8 * 1024 * 1024);
        assertThat(settings.maxSpoolBytes()).isEqualTo(2L << 30);
        assertThat(settings.maxInFlight()).isEqualTo(512);
        assertThat(settings.listedRejections()).isEqualTo(100);
        assertThat(settings.maxUnacknowledged()).isEqualTo(4096);
        assertThat(settings.lagPatience()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.folder().path()).isEmpty();
        assertThat(settings.folder().pollInterval()).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.folder().settle()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.pages().hosts()).isEmpty();
        assertThat(settings.pages().interval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.pages().timeout()).isEqualTo(Duration.ofSeconds(20));
        assertThat(settings.pages().maxBytes()).isEqualTo(4 << 20);
        assertThat(settings.filesDir()).isEqualTo(Path.of("data/files"));
        assertThat(settings.maxFileBytes()).isEqualTo(8L << 30);
    }

    @Test
    void takesEveryKey() {
        IngestSettings settings = settings(Map.ofEntries(
                Map.entry("parlance.ingest.max-record-bytes", "2048"),
                Map.entry("parlance.ingest.max-spool-bytes", "2049"),
                Map.entry("parlance.ingest.max-in-flight", "3"),
                Map.entry("parlance.ingest.listed-rejections", "4"),
                Map.entry("parlance.ingest.max-unacknowledged", "6"),
                Map.entry("parlance.ingest.lag-patience", "7s"),
                Map.entry("parlance.ingest.files-dir", "/some/where"),
                Map.entry("parlance.ingest.max-file-bytes", "5"),
                Map.entry("parlance.ingest.pages.hosts", "a.example,*.b.example"),
                Map.entry("parlance.ingest.pages.interval", "10s"),
                Map.entry("parlance.ingest.pages.timeout", "11s"),
                Map.entry("parlance.ingest.pages.max-bytes", "2048"),
                Map.entry("parlance.ingest.folder.path", "/in"),
                Map.entry("parlance.ingest.folder.poll-interval", "8s"),
                Map.entry("parlance.ingest.folder.settle", "9s")));
        assertThat(settings.maxRecordBytes()).isEqualTo(2048);
        assertThat(settings.maxSpoolBytes()).isEqualTo(2049);
        assertThat(settings.maxInFlight()).isEqualTo(3);
        assertThat(settings.listedRejections()).isEqualTo(4);
        assertThat(settings.maxUnacknowledged()).isEqualTo(6);
        assertThat(settings.lagPatience()).isEqualTo(Duration.ofSeconds(7));
        assertThat(settings.folder().path()).contains(Path.of("/in"));
        assertThat(settings.folder().pollInterval()).isEqualTo(Duration.ofSeconds(8));
        assertThat(settings.folder().settle()).isEqualTo(Duration.ofSeconds(9));
        assertThat(settings.pages().hosts()).contains(List.of("a.example", "*.b.example"));
        assertThat(settings.pages().interval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.pages().timeout()).isEqualTo(Duration.ofSeconds(11));
        assertThat(settings.pages().maxBytes()).isEqualTo(2048);
        assertThat(settings.filesDir()).isEqualTo(Path.of("/some/where"));
        assertThat(settings.maxFileBytes()).isEqualTo(5);
    }

    @Test
    void refusesAKeyItDoesNotKnow() {
        assertThatThrownBy(() -> settings(Map.of("parlance.ingest.max-in-fligth", "3")))
                .hasMessageContaining("max-in-fligth");
    }

    private static IngestSettings settings(Map<String, String> keys) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .addDefaultInterceptors()
                .withMapping(IngestSettings.class)
                .withSources(new PropertiesConfigSource(keys, "test", 100))
                .build();
        return config.getConfigMapping(IngestSettings.class);
    }
}
