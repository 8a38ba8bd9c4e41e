package io.parlance.ingest.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;

/**
 * A file in the watched folder as it was seen.
 *
 * @param folder name of the sub-folder that it lies in, or null
 */
record FolderFile(Path path, String folder, long bytes, Instant changedAt) {

    /** Null when it is no plain file, or gone. */
    static FolderFile at(Path path, String folder) throws IOException {
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            return null;
        }
        BasicFileAttributes attributes =
                Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return new FolderFile(
                path, folder, attributes.size(), attributes.lastModifiedTime().toInstant());
    }

    String name() {
        return path.getFileName().toString();
    }

    /** As sources and rejections name it: {@code orders.jsonl}, {@code shop/orders.jsonl}. */
    String place() {
        return folder == null ? name() : folder + "/" + name();
    }

    /** Whether nobody wrote to it since. */
    boolean isUnchanged() throws IOException {
        return equals(at(path, folder));
    }
}
