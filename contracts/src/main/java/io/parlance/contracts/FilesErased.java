package io.parlance.contracts;

import java.util.List;

/**
 * The bytes of uploaded files were removed for an erasure.
 *
 * @param removed files whose bytes were there and are gone
 * @param absent files whose bytes were gone before, for their owner had deleted them
 */
public record FilesErased(String erasureId, List<String> removed, List<String> absent) implements Event {
    public FilesErased {
        Check.text("FilesErased", "erasureId", erasureId);
        removed = List.copyOf(Check.present("FilesErased", "removed", removed));
        absent = List.copyOf(Check.present("FilesErased", "absent", absent));
    }

    @Override
    public String topic() {
        return Topics.FILES_ERASED;
    }

    @Override
    public String key() {
        return erasureId;
    }
}
