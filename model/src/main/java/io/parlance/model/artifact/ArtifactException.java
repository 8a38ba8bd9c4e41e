package io.parlance.model.artifact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Files of a model could not be written, or are not as they were written: a full disk, a missing or truncated part. The
 * message is one for a person: which file, what is wrong with it, what to do.
 */
public final class ArtifactException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ArtifactException(String message) {
        super(message);
    }

    public ArtifactException(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * What a failed write means. A full disk is said in plain words.
     *
     * @param neededBytes size of the whole file that was being written; 0 for a folder
     */
    public static ArtifactException writing(Path file, long neededBytes, IOException cause) {
        Path folder = file.toAbsolutePath().getParent();
        if (isDiskFull(cause)) {
            return new ArtifactException(
                    "the disk is full: %s needs %s for %s and has %s free; make room there or point the artifact store at another disk, then start again"
                            .formatted(folder, needed(neededBytes), file.getFileName(), usableSpace(folder)),
                    cause);
        }
        return new ArtifactException(
                "%s could not be written (%s: %s); check that the folder exists and may be written to"
                        .formatted(file, cause.getClass().getSimpleName(), cause.getMessage()),
                cause);
    }

    private static String needed(long bytes) {
        return bytes == 0 ? "room" : "%,d bytes".formatted(bytes);
    }

    private static boolean isDiskFull(Throwable cause) {
        for (Throwable t = cause; t != null; t = t.getCause()) {
            String message = t.getMessage();
            if (message != null
                    && (message.contains("No space left")
                            || message.contains("not enough space")
                            || message.contains("Disk quota exceeded"))) {
                return true;
            }
        }
        return false;
    }

    private static String usableSpace(Path folder) {
        try {
            return "%,d bytes".formatted(Files.getFileStore(folder).getUsableSpace());
        } catch (IOException e) {
            return "an unknown number of bytes";
        }
    }
}
