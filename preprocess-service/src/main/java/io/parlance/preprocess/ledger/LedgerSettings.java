package io.parlance.preprocess.ledger;

import io.parlance.preprocess.InstanceId;
import io.parlance.preprocess.PreprocessConfig;
import io.parlance.preprocess.stream.StreamSettings;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** The ledger's configuration by Kafka's names: the preparing stream's, but under its own name, in its own folder, and small. */
final class LedgerSettings {
    /** Of what the stores hold. With another one the ledger is made again, from the topics. */
    private static final int VERSION = 2;

    private LedgerSettings() {}

    /** Of the first version. */
    static FormerLedger former(PreprocessConfig config) {
        return new FormerLedger(config.applicationId() + "-ledger", folder(config));
    }

    private static Path folder(PreprocessConfig config) {
        return config.stateDir().resolve("ledger");
    }

    static String applicationId(PreprocessConfig config) {
        return "%s-ledger-%d".formatted(config.applicationId(), VERSION);
    }

    static Properties of(PreprocessConfig config) {
        Path folder = folder(config);
        Properties settings = StreamSettings.of(config);
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId(config));
        settings.put(StreamsConfig.STATE_DIR_CONFIG, folder.toAbsolutePath().toString());
        settings.put(
                StreamsConfig.consumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG),
                InstanceId.in(folder) + "-ledger");
        settings.put(StreamsConfig.APPLICATION_SERVER_CONFIG, config.ledger().address());
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
        settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 4L << 20);
        // Counters have no order to keep between topics, and what is read ahead lies on the heap.
        settings.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
        settings.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, 200);
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.FETCH_MAX_BYTES_CONFIG), 8 << 20);
        return settings;
    }
}
