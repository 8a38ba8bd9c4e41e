package io.parlance.preprocess.stream;

import io.parlance.preprocess.PreprocessConfig;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The defaults, with a place of one's own. */
public final class TestConfig {
    private TestConfig() {}

    public static PreprocessConfig of(String bootstrapServers, String applicationId, Path stateDir) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withConverter(Duration.class, 100, new DurationConverter())
                .withMapping(PreprocessConfig.class)
                .withSources(new PropertiesConfigSource(
                        Map.of(
                                "kafka.bootstrap.servers", bootstrapServers,
                                "parlance.preprocess.application-id", applicationId,
                                "parlance.state-dir", stateDir.toString()),
                        "test",
                        100))
                .build()
                .getConfigMapping(PreprocessConfig.class);
    }
}
