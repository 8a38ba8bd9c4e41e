package io.parlance.ingest.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parlance.contracts.ErasureLocated;
import io.parlance.contracts.FileUploaded;
import io.parlance.contracts.Topics;
import io.parlance.ingest.PlayedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileErasuresTest {
    private static final String SHA = "0123456789abcdef".repeat(4);

    @TempDir
    Path folder;

    private final PlayedBroker broker = new PlayedBroker();
    private final FileCatalog catalog = new FileCatalog();
    private FileErasures erasures;

    @Test
    void removesTheBytesAndSaysSoInTheFilesEntryAndInItsAnswer() throws IOException {
        // Given
        know("file-1", FileUploaded.Status.PROCESSED);
        know("file-2", FileUploaded.Status.PROCESSED);
        start();
        erasures.located(new ErasureLocated("era-1", 1, List.of("file-1")));
        // When
        erasures.goOn();
        // Then
        assertThat(folder.resolve("file-1")).doesNotExist();
        assertThat(folder.resolve("file-2")).exists();
        assertThat(catalog.find("file-1")).hasValueSatisfying(file -> {
            assertThat(file.erasure()).isEqualTo("era-1");
            assertThat(file.status()).isEqualTo(FileUploaded.Status.PROCESSED);
            assertThat(FileJson.of(file).statusDetails()).contains("/v1/erasures/era-1");
        });
        assertThat(answers()).containsExactly("era-1 removed [file-1] absent []");
        assertThat(files()).containsExactlyInAnyOrder("file-2");
    }

    @Test
    void answersAfterARestartWhatItWouldHaveAnswered() throws IOException {
        // Given: the bytes are gone, and the broker went before anybody was told
        know("file-1", FileUploaded.Status.PROCESSED);
        start();
        erasures.located(new ErasureLocated("era-1", 1, List.of("file-1")));
        broker.away(true);
        erasures.goOn();
        assertThat(folder.resolve("file-1")).doesNotExist();
        broker.away(false);
        // When
        start();
        erasures.located(new ErasureLocated("era-1", 1, List.of("file-1")));
        erasures.goOn();
        // Then
        assertThat(answers()).containsExactly("era-1 removed [file-1] absent []");
        assertThat(files()).isEmpty();
    }

    @Test
    void givesTheSameAnswerWhereTheFilesEntryWasTheLastThingWritten() throws IOException {
        // Given
        know("file-1", FileUploaded.Status.PROCESSED);
        start();
        erasures.located(new ErasureLocated("era-1", 1, List.of("file-1")));
        erasures.goOn();
        // When: another instance, which has read the entry and not the answer
        start();
        erasures.located(new ErasureLocated("era-1", 1, List.of("file-1")));
        erasures.goOn();
        // Then
        assertThat(answers()).containsExactly("era-1 removed [file-1] absent []", "era-1 removed [file-1] absent []");
    }

    @Test
    void leavesTheAnswerToTheInstanceThatHasTheBytes() throws IOException {
        // Given
        know("file-1", FileUploaded.Status.PROCESSED);
        know("file-2", FileUploaded.Status.PROCESSED);
        Files.delete(folder.resolve("file-2"));
        start();
        erasures.located(new ErasureLocated("era-1", 2, List.of("file-1", "file-2")));
        // When
        erasures.goOn();
        erasures.goOn();
        // Then
        assertThat(answers()).isEmpty();
        assertThat(folder.resolve("file-1")).doesNotExist();
        // When: the other instance tells that its file is without bytes
        catalog.tell("file-2", erased("file-2", "era-1"), 1_000);
        erasures.goOn();
        // Then
        assertThat(answers()).containsExactly("era-1 removed [file-1, file-2] absent []");
    }

    @Test
    void calledAbsentWhatItsOwnerDeletedOrAnEarlierErasureTook() throws IOException {
        // Given
        know("file-1", FileUploaded.Status.PROCESSED);
        start();
        catalog.tell("file-2", erased("file-2", "era-0"), 5);
        erasures.located(new ErasureLocated("era-1", 3, List.of("file-1", "file-2", "file-3", "no file of ours")));
        // When
        erasures.goOn();
        // Then
        assertThat(answers()).containsExactly("era-1 removed [file-1] absent [file-2, file-3, no file of ours]");
    }

    @Test
    void doesNothingForAnErasureThatWasAnswered() throws IOException {
        // Given
        know("file-1", FileUploaded.Status.PROCESSED);
        start();
        erasures.located(new ErasureLocated("era-1", 1, List.of("file-1")));
        erasures.settled("era-1");
        erasures.located(new ErasureLocated("era-1", 1, List.of("file-1")));
        // When
        erasures.goOn();
        // Then
        assertThat(answers()).isEmpty();
        assertThat(folder.resolve("file-1")).exists();
    }

    @Test
    void makesAnErrorOfAFileWhoseSubmissionIsBrokenOff() throws IOException {
        // Given
        know("file-1", FileUploaded.Status.UPLOADED);
        start();
        erasures.located(new ErasureLocated("era-1", 1, List.of("file-1")));
        assertThat(erasures.concern("file-1")).isTrue();
        // When
        erasures.goOn();
        // Then
        assertThat(catalog.find("file-1")).hasValueSatisfying(file -> {
            assertThat(file.status()).isEqualTo(FileUploaded.Status.ERROR);
            assertThat(FileJson.of(file).statusDetails()).contains("before all of it was submitted", "era-1");
        });
        assertThat(erasures.concern("file-1")).isFalse();
    }

    @Test
    void removesBytesOfAFileThatWasDeletedThroughAnotherInstance() throws IOException {
        // Given
        know("file-1", FileUploaded.Status.PROCESSED);
        start();
        catalog.tell("file-1", null, 7);
        // When
        erasures.deleted("file-1");
        erasures.deleted("never here");
        // Then
        assertThat(files()).isEmpty();
    }

    private void start() {
        StoredFiles stored = new StoredFiles(folder, 1_000);
        FileAnnouncements announcements = new FileAnnouncements(broker.events(), catalog);
        FileWork work = new FileWork(stored, broker.announcements(), announcements, 1_000, 10);
        erasures = new FileErasures(stored, catalog, announcements, work);
    }

    private void know(String id, FileUploaded.Status status) throws IOException {
        Files.writeString(folder.resolve(id), "what was said");
        catalog.tell(
                id, new FileUploaded(id, "a.jsonl", "fine-tune", 13, SHA, 1_795_450_000L, status, null, null, 0, 0), 0);
    }

    private static FileUploaded erased(String id, String erasure) {
        return new FileUploaded(
                id,
                "a.jsonl",
                "fine-tune",
                13,
                SHA,
                1_795_450_000L,
                FileUploaded.Status.PROCESSED,
                null,
                null,
                0,
                0,
                erasure);
    }

    private List<String> answers() {
        return broker.events(Topics.FILES_ERASED).stream()
                .map(e -> "%s removed %s absent %s"
                        .formatted(e.path("erasureId").asText(), names(e.path("removed")), names(e.path("absent"))))
                .toList();
    }

    private static List<String> names(JsonNode array) {
        return array.valueStream().map(JsonNode::asText).toList();
    }

    private List<String> files() throws IOException {
        try (var all = Files.list(folder)) {
            return all.map(path -> path.getFileName().toString()).toList();
        }
    }
}
