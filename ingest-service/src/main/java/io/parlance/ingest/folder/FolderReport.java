package io.parlance.ingest.folder;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.parlance.ingest.Receipt;
import io.parlance.ingest.WholeFile;
import io.parlance.ingest.format.FormatCheck;
import java.time.Instant;
import java.util.List;

/**
 * What became of a file, as it lies beside it.
 *
 * @param refused why nothing of it was submitted, or null
 * @param rejections records that were refused, the first ones
 * @param findings of a file that was refused as a whole, the first ones
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record FolderReport(
        String object,
        String file,
        String dataset,
        @JsonProperty("finished_at") String finishedAt,
        String format,
        String refused,
        long accepted,
        long rejected,
        List<Receipt.Rejection> rejections,
        @JsonProperty("rejections_not_listed") long rejectionsNotListed,
        List<FormatCheck.Finding> findings,
        @JsonProperty("total_findings") long totalFindings) {
    private static final String OBJECT = "folder.report";

    static FolderReport done(FolderFile file, String dataset, Instant at, String format, Receipt receipt) {
        return new FolderReport(
                OBJECT,
                file.place(),
                dataset,
                at.toString(),
                format,
                null,
                receipt.accepted(),
                receipt.rejected(),
                receipt.rejections(),
                receipt.rejectionsNotListed(),
                List.of(),
                0);
    }

    static FolderReport refused(FolderFile file, String dataset, Instant at, WholeFile.Check.Unreadable why) {
        return new FolderReport(
                OBJECT,
                file.place(),
                dataset,
                at.toString(),
                null,
                why.detail(),
                0,
                0,
                List.of(),
                0,
                why.findings(),
                why.totalFindings());
    }
}
