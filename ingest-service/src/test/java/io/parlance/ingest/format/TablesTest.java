package io.parlance.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.Turn;
import io.parlance.contracts.Violation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TablesTest {

    @Test
    void readsQuotedFieldsOverSeveralLinesAndNamesTheFirst() throws IOException {
        // When
        List<ReadRecord> records =
                Records.read("text/csv", "prompt,completion\n\"a \"\"b\"\",\nc\",d\n\n\"e\",\"\"\n\"f\",g\n");
        // Then
        assertThat(Records.accepted(records.get(0)).messages())
                .containsExactly(new Turn("user", "a \"b\",\nc"), new Turn("assistant", "d"));
        assertThat(records).extracting(ReadRecord::line).containsExactly(2L, 5L, 6L);
        assertThat(Records.refused(records.get(1)).violations())
                .containsExactly(new Violation("completion", "is empty; expected text"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "prompt,completion",
                "question,answer",
                "Question , Response",
                "input,output",
                "instruction,output",
                "query,completion"
            })
    void goesByKnownNamesOfColumns(String header) throws IOException {
        List<ReadRecord> records = Records.read("text/csv", header + "\r\nHi,Hello\r\n");
        assertThat(Records.accepted(records.getFirst()).messages())
                .containsExactly(new Turn("user", "Hi"), new Turn("assistant", "Hello"));
    }

    @Test
    void readsAlpacaPreferencesAndJsonCells() throws IOException {
        assertThat(accepted("instruction,input,output,system\na,b,c,\n").messages())
                .containsExactly(new Turn("user", "a\n\nb"), new Turn("assistant", "c"));
        assertThat(accepted("prompt,chosen,rejected\na,b,c\n").nonPreferred())
                .containsExactly(new Turn("assistant", "c"));
        assertThat(accepted(
                                "id,messages\n7,\"[{\"\"role\"\":\"\"user\"\",\"\"content\"\":\"\"Hi\"\"},{\"\"role\"\":\"\"assistant\"\",\"\"content\"\":\"\"Hello\"\"}]\"\n")
                        .messages())
                .hasSize(2);
    }

    @Test
    void putsColumnsWhereItIsTold() throws IOException {
        // Given
        Reading reading = reading("prompt:Frage,completion:Antwort,label:Art,id:Nr,metadata.page:S", true, Set.of("x"));
        // When
        ConversationSubmitted c = Records.accepted(
                Records.all(RecordReader.open(Records.stream("Nr,Frage,Antwort,Art,S,x\n1,a,b,c,9,zzz\n"), reading))
                        .getFirst());
        // Then
        assertThat(c.id()).isEqualTo("1");
        assertThat(c.label()).isEqualTo("c");
        assertThat(c.metadata()).containsEntry("page", "9");
        assertThat(c.messages()).containsExactly(new Turn("user", "a"), new Turn("assistant", "b"));
    }

    @Test
    void countsColumnsWhereThereIsNoHeader() throws IOException {
        List<ReadRecord> records = Records.all(
                RecordReader.open(Records.stream("a,b\nc,d\n"), reading("completion:1,prompt:2", false, Set.of())));
        assertThat(records).extracting(ReadRecord::line).containsExactly(1L, 2L);
        assertThat(Records.accepted(records.getFirst()).messages().getFirst().content())
                .isEqualTo("b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "text,label | give no field to column 'text'; map it",
                "prompt,completion,mood | give no field to column 'mood'; map it",
                "prompt,label | do not say what was asked and what was answered",
                "prompt,question,completion | give two columns for prompt",
            })
    void refusesATableThatItCannotPlace(String header, String rule) throws IOException {
        List<ReadRecord> records = Records.read("text/csv", header + "\na,b,c\nd,e,f\n");
        assertThat(records).hasSize(1);
        Violation violation = Records.refused(records.getFirst()).violations().getFirst();
        assertThat(violation.field()).isEqualTo("columns");
        assertThat(violation.rule()).startsWith(rule);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "prompt | 'prompt' is no pair",
                "robot:x | 'robot' is no field",
                "prompt:a,prompt:b | prompt is given two columns",
            })
    void refusesAMappingThatSaysNothing(String mapping, String message) {
        assertThatThrownBy(() -> Columns.parse(mapping, true)).hasMessageStartingWith(message);
    }

    @Test
    void namesAColumnThatIsNotThere() throws IOException {
        List<ReadRecord> records = Records.all(
                RecordReader.open(Records.stream("a,b\n1,2\n"), reading("prompt:a,completion:c", true, Set.of("b"))));
        assertThat(Records.refused(records.getFirst()).violations().getFirst().rule())
                .startsWith("name column 'c' for completion, which is not there");
    }

    @Test
    void refusesARowOfAnotherWidthAndGoesOn() throws IOException {
        List<ReadRecord> records = Records.read("text/csv", "prompt,completion\na\nb,c,d\ne,f\n");
        assertThat(Records.refused(records.get(0)).violations().getFirst().rule())
                .startsWith("has 1 fields");
        assertThat(Records.refused(records.get(1)).violations().getFirst().rule())
                .startsWith("has 3 fields");
        assertThat(Records.accepted(records.get(2)).messages()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"e,\"f", "e,\"f\"g", "\"e,f\nx,y\n"})
    void saysWhereQuotesGoWrongAndThatTheRestIsNotRead(String row) throws IOException {
        List<ReadRecord> records = Records.read("text/csv", "prompt,completion\na,b\n" + row);
        assertThat(records).hasSize(2);
        assertThat(records.getLast().line()).isEqualTo(3);
        assertThat(Records.refused(records.getLast()).violations().getFirst().rule())
                .startsWith("cannot be read, nor what follows");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"1 | `{\"prompt\":\"x\"}`", "6 | `prompt,completion\n\"a\n\n\",b\n\n\"e\"x,f\n`"})
    void namesTheLineOnWhichTheBrokenRowBegins(long line, String table) throws IOException {
        assertThat(Records.read("text/csv", table).getLast().line()).isEqualTo(line);
    }

    @Test
    void saysThatSemicolonsSeparateNothing() throws IOException {
        List<ReadRecord> records = Records.read("text/csv", "question;answer\nHi;Hello\n");
        assertThat(Records.refused(records.getFirst()).violations().getFirst().rule())
                .startsWith("give no field to column 'question;answer'")
                .endsWith("separate columns by commas, or by tabs as tsv");
    }

    @Test
    void readsTabs() throws IOException {
        List<ReadRecord> records = Records.read("text/tab-separated-values", "prompt\tcompletion\na, b\t\"c\td\"\n");
        assertThat(Records.accepted(records.getFirst()).messages())
                .containsExactly(new Turn("user", "a, b"), new Turn("assistant", "c\td"));
        assertThat(records.getFirst().format()).isEqualTo(Format.TSV);
    }

    @Test
    void readsUtf8WithAMarkAndUtf16ByItsMark() throws IOException {
        String table = "prompt,completion\n\u00e9\ud83d\ude00,b\n";
        for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            List<ReadRecord> records = read(("\ufeff" + table).getBytes(charset));
            assertThat(Records.accepted(records.getFirst())
                            .messages()
                            .getFirst()
                            .content())
                    .isEqualTo("\u00e9\ud83d\ude00");
        }
    }

    @Test
    void namesTheByteOfAnotherCharset() throws IOException {
        List<ReadRecord> records = read("prompt,completion\na,b\n\u00e9,c\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(records.getLast().line()).isEqualTo(3);
        assertThat(Records.refused(records.getLast()).violations().getFirst().rule())
                .startsWith("is not well-formed UTF-8 at byte 22");
    }

    private static ConversationSubmitted accepted(String table) throws IOException {
        return Records.accepted(Records.read("text/csv", table).getFirst());
    }

    private static List<ReadRecord> read(byte[] bytes) throws IOException {
        return Records.all(RecordReader.open(new ByteArrayInputStream(bytes), Reading.ofFile("t.csv", null, 1 << 20)));
    }

    private static Reading reading(String columns, boolean header, Set<String> ignored) {
        return new Reading(
                Format.CSV, null, null, ignored, Columns.parse(columns, header), null, null, 1 << 20, 1 << 20);
    }
}
