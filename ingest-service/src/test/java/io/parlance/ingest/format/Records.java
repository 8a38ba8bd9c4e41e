package io.parlance.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.parlance.contracts.CheckedConversation;
import io.parlance.contracts.ConversationSubmitted;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Short ways to read a text and to look at what came of it. */
final class Records {
    private Records() {}

    static List<ReadRecord> read(String contentType, String text) throws IOException {
        return all(RecordReader.open(
                stream(text),
                new Reading(null, contentType, null, Set.of(), Columns.BY_NAME, null, null, 1 << 20, 1 << 20)));
    }

    static List<ReadRecord> all(RecordReader reader) throws IOException {
        List<ReadRecord> records = new ArrayList<>();
        try (reader) {
            for (ReadRecord record = reader.next(); record != null; record = reader.next()) {
                records.add(record);
            }
        }
        return records;
    }

    static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    static ConversationSubmitted accepted(ReadRecord record) {
        CheckedConversation judged = record.judged();
        assertThat(judged).isInstanceOf(CheckedConversation.Accepted.class);
        return ((CheckedConversation.Accepted) judged).conversation();
    }

    static CheckedConversation.Refused refused(ReadRecord record) {
        CheckedConversation judged = record.judged();
        assertThat(judged).isInstanceOf(CheckedConversation.Refused.class);
        return (CheckedConversation.Refused) judged;
    }
}
