package io.parlance.ingest.format;

import io.parlance.contracts.ConversationRules;
import io.parlance.contracts.Violation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Gives records the dataset and the subject that all of a source have, and refuses those that name another. */
final class Belonging implements RecordReader {
    private final RecordReader records;
    private final String dataset;
    private final String subject;

    private Belonging(RecordReader records, String dataset, String subject) {
        this.records = records;
        this.dataset = dataset;
        this.subject = subject;
    }

    static RecordReader to(Reading reading, RecordReader records) {
        return reading.dataset() == null && reading.subject() == null
                ? records
                : new Belonging(records, reading.dataset(), reading.subject());
    }

    @Override
    public ReadRecord next() throws IOException {
        ReadRecord record = records.next();
        if (record == null) {
            return null;
        }
        if (!(record.content() instanceof ReadRecord.Chat(Map<?, ?> json, FieldNames _))) {
            return with(record, record.content());
        }
        List<Violation> conflicts = new ArrayList<>();
        give(json, "dataset", dataset, conflicts);
        give(json, "subject", subject, conflicts);
        if (conflicts.isEmpty()) {
            return with(record, record.content());
        }
        String id = json.get("id") instanceof String text ? text : null;
        ReadRecord.Refused refused =
                new ReadRecord.Refused(conflicts, conflicts.size(), id, ConversationRules.datasetOf(json));
        return with(record, refused.and(record.judged()));
    }

    private ReadRecord with(ReadRecord record, ReadRecord.Content content) {
        return new ReadRecord(record.line(), record.format(), content, record.payload(), dataset);
    }

    @Override
    public Format format() {
        return records.format();
    }

    @Override
    public void close() throws IOException {
        records.close();
    }

    @SuppressWarnings("unchecked") // Parsed JSON: the keys of an object are texts.
    private static void give(Map<?, ?> json, String field, String value, List<Violation> conflicts) {
        Object own = json.get(field);
        if (value == null || value.equals(own)) {
            return;
        }
        if (own == null) {
            ((Map<String, Object>) json).put(field, value);
        } else {
            conflicts.add(new Violation(
                    field,
                    "is '%s', but %s '%s' was given for all records; leave the field out or send the record by itself"
                            .formatted(JsonKind.shown(String.valueOf(own)), field, value)));
        }
    }
}
