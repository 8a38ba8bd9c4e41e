package io.parlance.preprocess.dataset;

import io.parlance.preprocess.PreprocessConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;

/** Puts the parts of this package together. */
@ApplicationScoped
class Datasets {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @Produces
    @Singleton
    RecordLog log(PreprocessConfig config) {
        return new KafkaRecords(config.bootstrapServers(), PATIENCE);
    }

    @Produces
    @Singleton
    DatasetWindows windows(RecordLog log) {
        return new DatasetWindows(log);
    }

    @Produces
    @Singleton
    DatasetVersions versions(PreprocessConfig config, RecordLog log, DatasetWindows windows) {
        PreprocessConfig.SplitShares split = config.split();
        return new DatasetVersions(
                windows,
                new KafkaVersions(config.bootstrapServers(), log),
                new DatasetVersions.Shares(split.train(), split.validation(), split.test()),
                Clock.systemUTC());
    }
}
