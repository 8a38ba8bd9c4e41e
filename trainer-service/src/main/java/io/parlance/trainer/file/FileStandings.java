package io.parlance.trainer.file;

import io.parlance.contracts.DatasetCounted;
import io.parlance.contracts.FileUploaded;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Judges files by the newest that was told of them. Safe for many threads. */
final class FileStandings {
    private static final String FINE_TUNE = "fine-tune";
    private final Map<String, FileUploaded> files = new ConcurrentHashMap<>();
    private final Map<String, DatasetCounted> counted = new ConcurrentHashMap<>();

    void uploaded(FileUploaded file) {
        files.put(file.id(), file);
    }

    void deleted(String id) {
        files.remove(id);
        counted.remove(id);
    }

    void counted(DatasetCounted figures) {
        counted.put(figures.dataset(), figures);
    }

    FileStanding of(String id) {
        FileUploaded file = files.get(id);
        if (file == null) {
            return new FileStanding.Unknown();
        }
        if (!file.purpose().equals(FINE_TUNE)) {
            return new FileStanding.Unfit("the file was uploaded with purpose '%s'; upload it again with purpose '%s'"
                    .formatted(file.purpose(), FINE_TUNE));
        }
        return switch (file.status()) {
            case ERROR -> new FileStanding.Unfit(file.detail());
            case UPLOADED -> new FileStanding.Underway("its conversations are being submitted");
            case PROCESSED -> processed(file);
        };
    }

    private FileStanding processed(FileUploaded file) {
        if (file.accepted() == 0) {
            return new FileStanding.Unfit(
                    "the file holds no conversation (%d records were refused)".formatted(file.rejected()));
        }
        DatasetCounted figures = counted.get(file.id());
        if (figures == null) {
            return new FileStanding.Underway("of %d conversations none is prepared yet".formatted(file.accepted()));
        }
        long done = figures.prepared() + figures.dropped() + figures.erased();
        // Submitted may be more than accepted: a file is submitted again after a crash. It may be less when
        // conversations
        // were erased and the books were made again since; before an erasure all that was submitted is counted.
        boolean allIn = figures.submitted() >= file.accepted() || file.erasure() != null;
        return allIn && done == figures.submitted()
                ? new FileStanding.Whole()
                : new FileStanding.Underway("of %d conversations %d are prepared and %d dropped"
                        .formatted(file.accepted(), figures.prepared(), figures.dropped()));
    }
}
