package io.parlance.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.parlance.ingest.format.Columns;
import io.parlance.ingest.format.ReadRecord;
import io.parlance.ingest.format.Reading;
import io.parlance.ingest.format.RecordReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExaminationTest {
    private static final String GOOD =
            "{\"id\":\"c-1\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},{\"role\":\"assistant\",\"content\":\"Hello\"}]}";

    @Test
    void passesAConversation() {
        assertThat(examine(GOOD.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(
                        Examination.Passed.class,
                        p -> assertThat(p.conversation().id()).isEqualTo("c-1"));
    }

    @Test
    void letsNothingIntoAnUploadsDatasetButTheUpload() {
        // Given
        byte[] foreign =
                GOOD.replace("\"id\":\"c-1\"", "\"dataset\":\"file-1\"").getBytes(StandardCharsets.UTF_8);
        // When
        Examination sent = examine(foreign);
        Examination uploaded = examine(foreign, new Origin("file", "file-1"), null, 1);
        // Then
        assertThat(sent).isInstanceOfSatisfying(Examination.Failed.class, refused -> {
            assertThat(refused.rejection().violations().getFirst().field()).isEqualTo("dataset");
            assertThat(refused.rejection().dataset()).isNull();
        });
        assertThat(uploaded).isInstanceOf(Examination.Passed.class);
    }

    @Test
    void namesTheByteAtWhichUtf8Ends() {
        byte[] bytes = GOOD.getBytes(StandardCharsets.ISO_8859_1);
        bytes[60] = (byte) 0xff;
        assertThat(rule(bytes)).contains("not well-formed UTF-8 at byte 60");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "nonsense",
                "{\"messages\":[]} trailing",
                "{\"a\":1,\"a\":2}",
                "{\"a\":[[[[",
                "{\"messages\":[{\"role\":\"user\",}]}"
            })
    void refusesWhatIsNoJson(String text) {
        assertThat(rule(text.getBytes(StandardCharsets.UTF_8))).startsWith("is not JSON: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{\"a\":NaN}", "{\"a\":+1}", "{} {}", "{} []", "{\"a\":\""})
    void saysWhatIsNoJsonInWordsForPeople(String text) {
        assertThat(rule((text + "\n").getBytes(StandardCharsets.UTF_8), "application/json"))
                .startsWith("is not JSON: ")
                .doesNotContain("`")
                .doesNotContain("Feature")
                .doesNotContain("Source:");
    }

    @Test
    void refusesTheSameUnderTheSameKeyWhateverTheRequest() {
        byte[] bad = "{}".getBytes(StandardCharsets.UTF_8);
        assertThat(rejectionId(examine(bad, "r-1", "import-7", 1)))
                .isEqualTo(rejectionId(examine(bad, "r-2", "import-7", 1)))
                .isNotEqualTo(rejectionId(examine(bad, "r-1", "import-8", 1)));
        assertThat(rejectionId(examine(bad, "r-1", null, 1))).isNotEqualTo(rejectionId(examine(bad, "r-2", null, 1)));
    }

    @Test
    void tellsApartWhatIsTheSameTwiceOnALine() {
        byte[] bad = "{}".getBytes(StandardCharsets.UTF_8);
        assertThat(rejectionId(examine(bad, "r", null, 2))).isNotEqualTo(rejectionId(examine(bad, "r", null, 1)));
        assertThat(rejectionId(examine(bad, "r", null, 1))).isEqualTo(rejectionId(examine(bad)));
    }

    @Test
    void refusesNestingWithoutEnd() {
        assertThat(rule(("{\"messages\":" + "[".repeat(100_000)).getBytes(StandardCharsets.UTF_8)))
                .startsWith("is not JSON: ")
                .contains("nesting depth")
                .doesNotContain("`");
    }

    @Test
    void givesTheSameRecordAtTheSamePlaceTheSameRejectionId() {
        byte[] bad = "{}".getBytes(StandardCharsets.UTF_8);
        assertThat(examine(bad)).isEqualTo(examine(bad));
        assertThat(rejectionId(examine("\n{}".getBytes(StandardCharsets.UTF_8))))
                .isNotEqualTo(rejectionId(examine(bad)));
    }

    @Test
    void hasAnAnswerForAnyBytes() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = GOOD.getBytes(StandardCharsets.UTF_8);
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            switch (examine(bytes)) {
                case Examination.Passed p ->
                    assertThat(p.conversation().messages()).isNotEmpty();
                case Examination.Failed f ->
                    assertThat(f.rejection().violations()).isNotEmpty();
            }
        }
    }

    private static String rule(byte[] bytes) {
        return ((Examination.Failed) examine(bytes))
                .rejection()
                .violations()
                .getFirst()
                .rule();
    }

    private static String rule(byte[] body, String contentType) {
        Reading reading = new Reading(null, contentType, null, Set.of(), Columns.BY_NAME, null, null, 1 << 20, 1 << 20);
        try (RecordReader records = RecordReader.open(new ByteArrayInputStream(body), reading)) {
            return ((ReadRecord.Refused) records.next().content())
                    .violations()
                    .getFirst()
                    .rule();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static String rejectionId(Examination examination) {
        return ((Examination.Failed) examination).rejection().rejectionId();
    }

    private static Examination examine(byte[] bytes) {
        return examine(bytes, "r", null, 1);
    }

    private static Examination examine(byte[] bytes, String request, String key, int onLine) {
        return examine(bytes, new Origin("http", request), key, onLine);
    }

    private static Examination examine(byte[] bytes, Origin origin, String key, int onLine) {
        Reading reading = new Reading(
                null, "application/x-ndjson", null, Set.of(), Columns.BY_NAME, null, null, 1 << 20, 1 << 20);
        try (RecordReader records = RecordReader.open(new ByteArrayInputStream(bytes), reading)) {
            return Examination.of(origin, key, records.next(), onLine);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
