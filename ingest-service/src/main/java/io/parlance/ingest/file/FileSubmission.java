package io.parlance.ingest.file;

import io.parlance.contracts.FileUploaded;
import io.parlance.ingest.Examination;
import io.parlance.ingest.Origin;
import io.parlance.ingest.Submission;
import io.parlance.ingest.format.FormatCheck;
import io.parlance.ingest.format.ReadRecord;
import io.parlance.ingest.format.Reading;
import io.parlance.ingest.format.RecordReader;
import io.parlance.ingest.format.UnknownFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the conversations of a stored file. The same file gives the same conversations, in the same order. */
final class FileSubmission {
    private final int maxRecordBytes;

    FileSubmission(int maxRecordBytes) {
        this.maxRecordBytes = maxRecordBytes;
    }

    /** Takes what a file's records turn out to be. */
    interface Taker {
        void take(Examination examination) throws IOException, InterruptedException, Submission.NotAnnounced;
    }

    /** What can be said of a file before anything of it is submitted. */
    sealed interface Check {
        record Readable(String format) implements Check {}

        record Unreadable(String detail) implements Check {}
    }

    static Origin origin(FileUploaded file) {
        return new Origin("file", file.id());
    }

    /** Looks at the whole file. One that mixes formats is unreadable as a whole. */
    Check check(Path path, FileUploaded file) throws IOException {
        FormatCheck check;
        try (RecordReader records = open(path, file)) {
            check = FormatCheck.of(records, 1);
        } catch (UnknownFormat e) {
            return new Check.Unreadable(e.getMessage());
        }
        if (check.mixture() != null) {
            return new Check.Unreadable(check.mixture());
        }
        if (check.good() > 0) {
            return new Check.Readable(check.format().wireName());
        }
        if (check.records() == 0) {
            return new Check.Unreadable("the file holds no conversation; expected one JSON object per line");
        }
        FormatCheck.Finding first = check.findings().getFirst();
        return new Check.Unreadable("no record of the file is a conversation (%d were refused); %s%s %s"
                .formatted(
                        check.records(),
                        first.line() == null ? "" : "line %d: ".formatted(first.line()),
                        first.field(),
                        first.rule()));
    }

    /** Every record of the file, placed in the file's dataset. */
    void each(Path path, FileUploaded file, Taker taker)
            throws IOException, InterruptedException, Submission.NotAnnounced {
        Origin origin = origin(file);
        try (RecordReader records = open(path, file)) {
            for (ReadRecord record = records.next(); record != null; record = records.next()) {
                taker.take(Examination.of(origin, record));
            }
        }
    }

    private RecordReader open(Path path, FileUploaded file) throws IOException {
        return RecordReader.open(
                Files.newInputStream(path), Reading.ofFile(file.filename(), file.id(), maxRecordBytes));
    }
}
