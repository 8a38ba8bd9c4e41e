package io.parlance.ingest.format;

import io.parlance.contracts.CheckedConversation;
import io.parlance.contracts.Violation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a look over a whole source found, before anything of it is used.
 *
 * @param format what it is written in; null when no record shows it
 * @param records all that it holds
 * @param good those that may be submitted
 * @param mixture why it is refused as a whole, naming both lines; null when it is of one format
 * @param findings the first ones in the order of their lines
 * @param totalFindings all of them
 */
public record FormatCheck(
        Format format, long records, long good, String mixture, List<Finding> findings, long totalFindings) {
    public FormatCheck {
        findings = List.copyOf(findings);
    }

    /** One broken rule. @param line 1-based; null where the source is one record @param field empty for the whole record */
    public record Finding(Long line, String field, String rule) {}

    /** Reads to the end. @param listed findings to keep in words; all are counted */
    public static FormatCheck of(RecordReader reader, int listed) throws IOException {
        List<Finding> findings = new ArrayList<>();
        String mixture = null;
        long records = 0;
        long good = 0;
        long total = 0;
        for (ReadRecord record = reader.next(); record != null; record = reader.next()) {
            records++;
            if (mixture == null && record.content() instanceof ReadRecord.Stray stray) {
                mixture = stray.rule();
            }
            switch (record.judged()) {
                case CheckedConversation.Accepted _ -> good++;
                case CheckedConversation.Refused refused -> {
                    total += refused.total();
                    int room = Math.max(0, listed - findings.size());
                    for (Violation v : refused.violations()
                            .subList(0, Math.min(room, refused.violations().size()))) {
                        findings.add(new Finding(record.line(), v.field(), v.rule()));
                    }
                }
            }
        }
        return new FormatCheck(reader.format(), records, good, mixture, findings, total);
    }
}
