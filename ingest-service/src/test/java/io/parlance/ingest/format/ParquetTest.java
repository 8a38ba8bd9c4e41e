package io.parlance.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.Turn;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Samples are pyarrow's; make_samples.py beside them made them. */
class ParquetTest {

    @ParameterizedTest
    @ValueSource(strings = {"none", "snappy", "gzip", "zstd", "lz4"})
    void readsListsOfStructsInEachCompression(String codec) throws IOException {
        // When
        List<ReadRecord> records = read("chat-" + codec);
        // Then
        ConversationSubmitted second = Records.accepted(records.get(1));
        assertThat(Records.accepted(records.get(0)).metadata()).containsEntry("k", "v");
        assertThat(second.id()).isEqualTo("2");
        assertThat(second.messages())
                .containsExactly(
                        new Turn("system", "Be brief."),
                        new Turn("user", "caf\u00e9 \ud83d\ude00"),
                        new Turn("assistant", "Yes"));
        assertThat(records).extracting(ReadRecord::line).containsExactly(1L, 2L, 3L);
        assertThat(Records.refused(records.get(2)).violations().getFirst().rule())
                .contains("no assistant turn");
    }

    @Test
    void callsABrokenFileByNoNameOfTheLibrary(@TempDir Path folder) throws IOException {
        // Given
        Path cut =
                Files.write(folder.resolve("cut.parquet"), "PAR1 and then nothing".getBytes(StandardCharsets.US_ASCII));
        Path empty = Files.createFile(folder.resolve("empty.parquet"));
        // When
        List<ReadRecord> ofCut = Records.all(RecordReader.open(cut, Reading.ofFile("cut.parquet", null, 1 << 20)));
        List<ReadRecord> ofEmpty =
                Records.all(RecordReader.open(empty, Reading.ofFile("empty.parquet", null, 1 << 20)));
        // Then
        assertThat(Records.refused(ofCut.getFirst()).violations().getFirst().rule())
                .contains("this is not a Parquet file")
                .doesNotContain("LocalInputFile");
        assertThat(ofEmpty).isEmpty();
    }

    @Test
    void leavesOutWhatIsNullInAStruct() throws IOException {
        ConversationSubmitted c = Records.accepted(read("tools").getFirst());
        assertThat(c.messages()).hasSize(4);
        assertThat(c.messages().get(1).toolCalls().getFirst().function().name()).isEqualTo("brew");
    }

    @Test
    void readsFlatColumnsByTheirNames() throws IOException {
        List<ReadRecord> records = read("pairs", reading(Set.of("score"), Columns.BY_NAME));
        assertThat(Records.accepted(records.get(0)).messages())
                .containsExactly(new Turn("user", "one"), new Turn("assistant", "1"));
        assertThat(Records.refused(records.get(1)).violations().getFirst().field())
                .isEqualTo("question");
        assertThat(Records.refused(records.get(2)).violations().getFirst().rule())
                .contains("bytes that are no UTF-8");
    }

    @Test
    void putsColumnsWhereItIsTold() throws IOException {
        List<ReadRecord> records = read(
                "pairs",
                reading(Set.of(), Columns.parse("prompt:question,completion:answer,metadata.score:score", true)));
        assertThat(Records.accepted(records.getFirst()).metadata()).containsEntry("score", "0.5");
    }

    @Test
    void namesAColumnThatHasNoField() throws IOException {
        List<ReadRecord> records = read("pairs");
        assertThat(records).hasSize(1);
        assertThat(Records.refused(records.getFirst()).violations().getFirst().rule())
                .startsWith("give no field to column 'score'");
    }

    @Test
    void namesACompressionThatItDoesNotKnow() throws IOException {
        assertThat(Records.refused(read("chat-brotli").getFirst())
                        .violations()
                        .getFirst()
                        .rule())
                .startsWith("is compressed with BROTLI; write it with");
    }

    @Test
    void readsAFileFromItsPathAndKeepsIt(@TempDir Path folder) throws IOException {
        // Given
        Path file = folder.resolve("chat.parquet");
        Files.write(file, bytes("chat-zstd"));
        // When
        FormatCheck check =
                FormatCheck.of(RecordReader.open(file, Reading.ofFile("chat.parquet", "file-1", 1 << 20)), 10);
        // Then
        assertThat(check.format()).isEqualTo(Format.PARQUET);
        assertThat(check.good()).isEqualTo(2);
        assertThat(check.findings()).hasSize(1);
        assertThat(file).exists();
    }

    @Test
    void saysThatABrokenFileIsNotReadFurther() throws IOException {
        byte[] whole = bytes("chat-snappy");
        for (byte[] broken : List.of(
                Arrays.copyOf(whole, whole.length / 2),
                Arrays.copyOf(whole, 4),
                broken(whole, 60),
                "PAR1PAR1".getBytes())) {
            List<ReadRecord> records = Records.all(
                    RecordReader.open(new ByteArrayInputStream(broken), reading(Set.of(), Columns.BY_NAME)));
            assertThat(Records.refused(records.getLast())
                            .violations()
                            .getFirst()
                            .rule())
                    .startsWith("cannot be read, nor what follows");
        }
    }

    @Test
    void keepsNoMoreOnDiskThanItMay() throws IOException {
        Reading small = new Reading(Format.PARQUET, null, null, Set.of(), Columns.BY_NAME, null, null, 1 << 20, 100);
        InputStream in = new ByteArrayInputStream(bytes("chat-none"));
        assertThatThrownBy(() -> RecordReader.open(in, small))
                .isInstanceOf(SourceTooLarge.class)
                .hasMessageContaining("more than 100 bytes");
    }

    private static byte[] broken(byte[] whole, int at) {
        byte[] broken = whole.clone();
        Arrays.fill(broken, at, at + 40, (byte) 0x7f);
        return broken;
    }

    private static List<ReadRecord> read(String sample) throws IOException {
        return read(sample, reading(Set.of(), Columns.BY_NAME));
    }

    private static List<ReadRecord> read(String sample, Reading reading) throws IOException {
        return Records.all(RecordReader.open(new ByteArrayInputStream(bytes(sample)), reading));
    }

    private static Reading reading(Set<String> ignored, Columns columns) {
        return new Reading(null, "application/octet-stream", null, ignored, columns, null, null, 1 << 20, 1 << 20);
    }

    private static byte[] bytes(String sample) throws IOException {
        try (InputStream in = Objects.requireNonNull(
                ParquetTest.class.getResourceAsStream("/parquet/" + sample + ".parquet"), sample)) {
            return in.readAllBytes();
        }
    }
}
