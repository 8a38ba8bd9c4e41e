package io.parlance.trainer.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.parlance.contracts.DatasetCounted;
import io.parlance.contracts.FileUploaded;
import io.parlance.contracts.FileUploaded.Status;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FileStandingsTest {
    private final FileStandings standings = new FileStandings();

    @Test
    void aFileIsWholeOnceAllThatWasAcceptedIsPreparedOrDropped() {
        // Given
        standings.uploaded(file(Status.PROCESSED, "fine-tune", 10));
        FileStanding uncounted = standings.of("file-1");
        standings.counted(counted(4, 3, 1));
        FileStanding early = standings.of("file-1");
        standings.counted(counted(10, 8, 1));
        FileStanding late = standings.of("file-1");
        // When
        standings.counted(counted(10, 8, 2));
        // Then
        assertThat(uncounted).isInstanceOf(FileStanding.Underway.class);
        assertThat(early).isInstanceOf(FileStanding.Underway.class).isNotEqualTo(uncounted);
        assertThat(late).isEqualTo(new FileStanding.Underway("of 10 conversations 8 are prepared and 1 dropped"));
        assertThat(standings.of("file-1")).isEqualTo(new FileStanding.Whole());
    }

    @Test
    void whatWasSubmittedTwiceAfterACrashIsWholeAsWell() {
        standings.uploaded(file(Status.PROCESSED, "fine-tune", 10));
        standings.counted(counted(17, 10, 7));
        assertThat(standings.of("file-1")).isEqualTo(new FileStanding.Whole());
    }

    @Test
    void whatWasErasedIsWaitedForNoLonger() {
        standings.uploaded(file(Status.PROCESSED, "fine-tune", 10));
        standings.counted(new DatasetCounted("file-1", 10, 7, 1, Map.of(), Map.of(), 2));
        assertThat(standings.of("file-1")).isEqualTo(new FileStanding.Whole());
    }

    @Test
    void whatNewBooksNoLongerKnowBecauseItWasErasedIsNotWaitedForEither() {
        // Given
        FileUploaded whole = file(Status.PROCESSED, "fine-tune", 10);
        standings.uploaded(whole);
        standings.counted(counted(8, 7, 1));
        FileStanding unexplained = standings.of("file-1");
        // When
        standings.uploaded(new FileUploaded(
                whole.id(),
                whole.filename(),
                whole.purpose(),
                whole.bytes(),
                whole.sha256(),
                whole.createdAt(),
                whole.status(),
                whole.format(),
                whole.detail(),
                whole.accepted(),
                whole.rejected(),
                "era-1"));
        // Then
        assertThat(unexplained).isInstanceOf(FileStanding.Underway.class);
        assertThat(standings.of("file-1")).isEqualTo(new FileStanding.Whole());
    }

    @Test
    void aFileThatIsStillReadIsUnderwayHoweverMuchIsPrepared() {
        standings.uploaded(file(Status.UPLOADED, "fine-tune", 0));
        standings.counted(counted(10, 10, 0));
        assertThat(standings.of("file-1")).isInstanceOf(FileStanding.Underway.class);
    }

    @Test
    void saysWhyAFileIsUnfit() {
        standings.uploaded(file(Status.ERROR, "fine-tune", 0));
        assertThat(standings.of("file-1")).isEqualTo(new FileStanding.Unfit("line 3 is no JSON"));
        standings.uploaded(file(Status.PROCESSED, "evals", 0));
        assertThat(standings.of("file-1"))
                .isInstanceOfSatisfying(
                        FileStanding.Unfit.class,
                        unfit -> assertThat(unfit.why()).contains("'evals'").contains("'fine-tune'"));
        standings.uploaded(file(Status.PROCESSED, "fine-tune", 0));
        assertThat(standings.of("file-1")).isInstanceOf(FileStanding.Unfit.class);
    }

    @Test
    void aDeletedFileIsUnknown() {
        standings.uploaded(file(Status.PROCESSED, "fine-tune", 10));
        standings.deleted("file-1");
        assertThat(standings.of("file-1")).isEqualTo(new FileStanding.Unknown());
    }

    private static FileUploaded file(Status status, String purpose, long accepted) {
        return new FileUploaded(
                "file-1",
                "a.jsonl",
                purpose,
                7,
                "ab".repeat(32),
                0,
                status,
                null,
                status == Status.ERROR ? "line 3 is no JSON" : null,
                accepted,
                2);
    }

    private static DatasetCounted counted(long submitted, long prepared, long dropped) {
        return new DatasetCounted("file-1", submitted, prepared, dropped, Map.of(), Map.of());
    }
}
