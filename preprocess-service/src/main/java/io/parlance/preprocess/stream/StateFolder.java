package io.parlance.preprocess.stream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Whether the state that a stream left on disk is what was committed. Kafka Streams 4.1.1 leaves the checkpoint that it
 * writes after a restoration where it is (KAFKA-20685): a process that is killed later leaves records of an aborted
 * transaction behind, and the next one takes them for its own. So only a process that ended in order is believed; after any
 * other the state is restored from its changelogs, as exactly-once asks for.
 */
final class StateFolder {
    private final Path state;
    private final Path mark;

    StateFolder(Properties settings) {
        Path folder = Path.of(settings.getProperty(StreamsConfig.STATE_DIR_CONFIG));
        String application = settings.getProperty(StreamsConfig.APPLICATION_ID_CONFIG);
        state = folder.resolve(application);
        mark = folder.resolve(application + ".in-order");
    }

    /** Whether there is state of a process of which nobody knows how it ended. */
    boolean isInDoubt() {
        return Files.exists(state) && !Files.exists(mark);
    }

    /** From now on it is in doubt, until {@link #leftInOrder}. */
    void entered() {
        try {
            Files.deleteIfExists(mark);
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be deleted; check the folder's rights".formatted(mark), e);
        }
    }

    /** All is on disk that was committed, and nothing else. */
    void leftInOrder() {
        try {
            Files.writeString(mark, "");
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be written; check the disk".formatted(mark), e);
        }
    }
}
