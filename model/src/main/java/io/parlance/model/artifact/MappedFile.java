package io.parlance.model.artifact;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A whole file as read-only memory. The mapping goes when nothing refers to it any more: an automatic arena, since
 * shared arenas need an extra switch in a native image, and readers on other threads never see their memory vanish.
 */
public record MappedFile(Path path, MemorySegment bytes) {

    /** @throws ModelFormatException when the file is missing or cannot be read */
    public static MappedFile open(Path path) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            MemorySegment bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
            return new MappedFile(path, bytes);
        } catch (NoSuchFileException e) {
            throw new ModelFormatException("%s is missing: download or export the model again".formatted(path), e);
        } catch (IOException e) {
            throw new ModelFormatException("%s cannot be read: %s".formatted(path, e.getMessage()), e);
        }
    }

    public long size() {
        return bytes.byteSize();
    }
}
