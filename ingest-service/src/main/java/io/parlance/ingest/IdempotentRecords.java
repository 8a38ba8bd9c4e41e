package io.parlance.ingest;

import io.parlance.ingest.format.FieldNames;
import io.parlance.ingest.format.Format;
import io.parlance.ingest.format.ReadRecord;
import io.parlance.ingest.format.RecordReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * Gives records without an id of their own one made of the request's key and their place in it: the same request sent
 * again gives the same ids, whatever the records say.
 */
final class IdempotentRecords implements RecordReader {
    private final RecordReader records;
    private final String key;
    private long place;

    IdempotentRecords(RecordReader records, String key) {
        this.records = records;
        this.key = key;
    }

    @Override
    public ReadRecord next() throws IOException {
        ReadRecord record = records.next();
        place++;
        if (record != null && record.content() instanceof ReadRecord.Chat(Map<?, ?> json, FieldNames _)) {
            // Not the line: elements of an array and parts of a page may share theirs.
            give(json);
        }
        return record;
    }

    @SuppressWarnings("unchecked") // Parsed JSON: the keys of an object are texts.
    private void give(Map<?, ?> json) {
        if (json.get("id") == null) {
            ((Map<String, Object>) json).put("id", id());
        }
    }

    private String id() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest("%d:%s/%d".formatted(key.length(), key, place).getBytes(StandardCharsets.UTF_8));
            return "idem-" + HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("the JDK has no SHA-256", impossible);
        }
    }

    @Override
    public Format format() {
        return records.format();
    }

    @Override
    public void close() throws IOException {
        records.close();
    }
}
