package io.parlance.preprocess.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Where a record of a conversation lies. In the store it is a key that begins with the conversation's id and a value of
 * a few bytes, so that noting it needs no reading.
 *
 * @param timestamp the record's, milliseconds since 1970
 * @param relative of {@link RecordKind#CHILD}: the child's id; of a child's submission: its parent's; of a refusal under its
 *     own id: the conversation's; else null. The record has a second place under that id
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Place(
        String conversationId,
        String dataset,
        RecordKind kind,
        int partition,
        long offset,
        long timestamp,
        String relative) {
    private static final int FIXED_BYTES = Byte.BYTES + Integer.BYTES + Long.BYTES;

    public String topic() {
        return kind.topic();
    }

    /** As events name it: {@code conversations.submitted.v1-0@17}. */
    public String position() {
        return "%s-%d@%d".formatted(kind.topic(), partition, offset);
    }

    /** The same record's place under the other id that it is found by. */
    Optional<Place> elsewhere() {
        RecordKind there =
                switch (kind) {
                    case SUBMITTED -> RecordKind.CHILD;
                    case CHILD -> RecordKind.SUBMITTED;
                    case REJECTED, PREPARED, DROPPED -> kind;
                };
        return Optional.ofNullable(relative)
                .map(id -> new Place(id, dataset, there, partition, offset, timestamp, conversationId));
    }

    /** All keys of a conversation's places begin so, whichever dataset it is in. */
    static byte[] prefix(String conversationId) {
        byte[] id = conversationId.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Short.BYTES + id.length)
                .putShort((short) id.length)
                .put(id)
                .array();
    }

    byte[] key() {
        byte[] prefix = prefix(conversationId);
        byte[] name = dataset.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(prefix.length + Byte.BYTES + name.length + FIXED_BYTES)
                .put(prefix)
                .put((byte) name.length)
                .put(name)
                .put(kind.code())
                .putInt(partition)
                .putLong(offset)
                .array();
    }

    byte[] value() {
        byte[] id = relative == null ? new byte[0] : relative.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Long.BYTES + id.length)
                .putLong(timestamp)
                .put(id)
                .array();
    }

    static Place of(byte[] key, byte[] value) {
        ByteBuffer bytes = ByteBuffer.wrap(key);
        String id = text(bytes, Short.toUnsignedInt(bytes.getShort()));
        String dataset = text(bytes, Byte.toUnsignedInt(bytes.get()));
        RecordKind kind = RecordKind.of(bytes.get());
        int partition = bytes.getInt();
        long offset = bytes.getLong();
        ByteBuffer rest = ByteBuffer.wrap(value);
        long timestamp = rest.getLong();
        return new Place(
                id,
                dataset,
                kind,
                partition,
                offset,
                timestamp,
                rest.hasRemaining() ? text(rest, rest.remaining()) : null);
    }

    private static String text(ByteBuffer bytes, int length) {
        byte[] text = new byte[length];
        bytes.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }
}
