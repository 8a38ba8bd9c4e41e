package io.parlance.ingest.file;

import io.parlance.contracts.FileUploaded;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What is known of every file, as the topic tells it; what this instance has written itself is known at once. */
final class FileCatalog {
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    /** @param file null once it was deleted @param offset of the event, by which the newer one is known */
    private record Entry(FileUploaded file, long offset) {}

    /** Takes note of an event, unless a newer one of the file is known. @param file null when it was deleted */
    void tell(String id, FileUploaded file, long offset) {
        entries.merge(id, new Entry(file, offset), (known, told) -> told.offset() >= known.offset() ? told : known);
    }

    Optional<FileUploaded> find(String id) {
        Entry entry = entries.get(id);
        return entry == null ? Optional.empty() : Optional.ofNullable(entry.file());
    }

    /** All files, the oldest first. */
    List<FileUploaded> files() {
        return entries.values().stream()
                .map(Entry::file)
                .filter(Objects::nonNull)
                .sorted(Comparator.comparingLong(FileUploaded::createdAt).thenComparing(FileUploaded::id))
                .toList();
    }
}
