package io.parlance.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.parlance.ingest.format.Reading;
import io.parlance.ingest.format.RecordReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A refusal counts in the dataset that the record was meant for, or its balance would not close. */
class RefusedRecordsDatasetTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "file-1 | {'messages':[]}                    | file-1",
                "file-1 | {'dataset':'house','messages':[]}  | file-1",
                "file-1 | {'messages'                        | file-1",
                "       | {'dataset':'house','messages':[]}  | house",
                "       | {'messages':[]}                    | live",
                "       | {'messages'                        |",
                "       | {'dataset':'house','prompt':'a'}   | house",
                "       | {'dataset':'house','prompt':'a','completion':'b','x':1} | house",
                "       | {'prompt':'a'}                     | live",
            })
    void namesTheDataset(String ofTheSource, String line, String expected) throws IOException {
        // Given
        byte[] bytes = line.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        Reading reading = Reading.ofFile("some.jsonl", ofTheSource, 1 << 20);
        // When
        Examination examined;
        try (RecordReader records = RecordReader.open(new ByteArrayInputStream(bytes), reading)) {
            examined = Examination.of(new Origin("file", "file-1"), records.next());
        }
        // Then
        assertThat(examined).isInstanceOfSatisfying(Examination.Failed.class, failed -> assertThat(
                        failed.rejection().dataset())
                .isEqualTo(expected));
    }
}
