package io.parlance.ingest;

import io.parlance.ingest.format.CorruptCoding;
import io.parlance.ingest.format.Format;
import io.parlance.ingest.format.FormatCheck;
import io.parlance.ingest.format.Reading;
import io.parlance.ingest.format.RecordReader;
import io.parlance.ingest.format.UnknownFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A file on disk whose conversations belong to one dataset. It is looked over as a whole before anything of it is
 * submitted; read again it gives the same conversations in the same order.
 *
 * @param name as people call it: its ending tells of its format, and whether it is packed
 */
public record WholeFile(Path path, String name, String dataset, Origin origin, int maxRecordBytes) {

    private static final String NO_PARAMETERS =
            ". A file takes no parameters: give its columns the names of fields, or send it to POST /v1/conversations, which takes columns and ignore";

    /** What can be said of a file before anything of it is submitted. */
    public sealed interface Check {
        record Readable(Format format) implements Check {}

        /** @param detail why it is refused as a whole @param findings the first ones @param totalFindings all of them */
        record Unreadable(String detail, List<FormatCheck.Finding> findings, long totalFindings) implements Check {}
    }

    /** Looks at the whole file. One that mixes formats is unreadable as a whole. @param listed findings to keep */
    public Check check(int listed) throws IOException {
        FormatCheck check;
        try (RecordReader records = open()) {
            check = FormatCheck.of(records, Math.max(1, listed));
        } catch (UnknownFormat e) {
            return new Check.Unreadable(
                    "nothing tells what the file is written in; let its name end in .jsonl, .json, .csv, .tsv, .parquet, .txt, .md or .html",
                    List.of(),
                    0);
        } catch (CorruptCoding e) {
            return new Check.Unreadable(e.getMessage(), List.of(), 0);
        }
        if (check.mixture() != null) {
            return new Check.Unreadable(check.mixture(), check.findings(), check.totalFindings());
        }
        if (check.good() > 0) {
            return new Check.Readable(check.format());
        }
        if (check.records() == 0) {
            return new Check.Unreadable(
                    "the file holds no conversation; expected one at least, such as a JSON object on a line",
                    List.of(),
                    0);
        }
        FormatCheck.Finding first = check.findings().getFirst();
        String detail = "no record of the file is a conversation (refused: %d); %s%s"
                .formatted(
                        check.records(),
                        RefusalSentence.of(first.line(), first.field(), first.rule()),
                        first.field().equals("columns") ? NO_PARAMETERS : "");
        return new Check.Unreadable(detail, check.findings(), check.totalFindings());
    }

    /** Submits all of it. @param listed rejections that the receipt lists */
    public Receipt submit(ConversationAnnouncements announcements, int maxInFlight, int listed)
            throws IOException, InterruptedException, Submission.NotAnnounced {
        Submission submission = new Submission(origin, announcements, maxInFlight, listed);
        try (RecordReader records = open()) {
            submission.announceAll(records);
        }
        return submission.await();
    }

    private RecordReader open() throws IOException {
        return RecordReader.open(path, Reading.ofFile(name, dataset, maxRecordBytes));
    }
}
