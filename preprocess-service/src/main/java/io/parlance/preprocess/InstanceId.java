package io.parlance.preprocess;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Names this instance of the service to its consumer group, across restarts: a process that starts in the place of one
 * that was killed gets its partitions at once, instead of when the dead one's session is over. Lives in the state
 * folder, which only one process can use.
 */
public final class InstanceId {
    private InstanceId() {}

    public static synchronized String in(Path stateDir) {
        Path file = stateDir.resolve("instance-id");
        try {
            Files.createDirectories(stateDir);
            if (Files.exists(file)) {
                String id = Files.readString(file).strip();
                if (id.matches("[0-9a-f-]{36}")) {
                    return id;
                }
            }
            String id = UUID.randomUUID().toString();
            Files.writeString(file, id);
            return id;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the state folder %s cannot be written; is the disk full?".formatted(stateDir), e);
        }
    }
}
