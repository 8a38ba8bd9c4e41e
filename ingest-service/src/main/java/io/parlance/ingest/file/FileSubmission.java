package io.parlance.ingest.file;

import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.Source;
import io.parlance.ingest.Examination;
import io.parlance.ingest.LineReader;
import io.parlance.ingest.Submission;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the conversations of a stored file. The same file gives the same conversations, in the same order. */
final class FileSubmission {
    static final String WAY = "file";
    private static final String FORMAT = "openai_chat";
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

    /** Looks at the whole file. */
    Check check(Path path, String fileId) throws IOException, InterruptedException, Submission.NotAnnounced {
        long[] counts = new long[2];
        String[] first = new String[1];
        each(path, fileId, examination -> {
            switch (examination) {
                case Examination.Passed _ -> counts[0]++;
                case Examination.Failed f -> {
                    if (counts[1]++ == 0) {
                        first[0] = "line %d: %s %s"
                                .formatted(
                                        f.rejection().line(),
                                        f.rejection().violations().getFirst().field(),
                                        f.rejection().violations().getFirst().rule());
                    }
                }
            }
        });
        if (counts[0] > 0) {
            return new Check.Readable(FORMAT);
        }
        return new Check.Unreadable(
                first[0] == null
                        ? "the file holds no conversation; expected one JSON object per line"
                        : "no line of the file is a conversation (%d were refused); %s".formatted(counts[1], first[0]));
    }

    /** Every record of the file, placed in the file's dataset. */
    void each(Path path, String fileId, Taker taker) throws IOException, InterruptedException, Submission.NotAnnounced {
        String origin = WAY + ":" + fileId;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
            LineReader lines = new LineReader(in, maxRecordBytes);
            for (LineReader.Line line = lines.next(); line != null; line = lines.next()) {
                if (!line.isBlank()) {
                    taker.take(placed(
                            Examination.of(origin, line.number(), line.bytes(), line.length()), fileId, line.number()));
                }
            }
        }
    }

    private static Examination placed(Examination examination, String fileId, long line) {
        return switch (examination) {
            case Examination.Failed f -> f;
            case Examination.Passed p -> {
                ConversationSubmitted conversation = p.conversation();
                yield new Examination.Passed(
                        conversation.placed(conversation.id(), fileId, new Source(WAY, fileId, line, FORMAT)));
            }
        };
    }
}
