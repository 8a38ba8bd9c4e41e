package io.parlance.preprocess.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Where a record of a conversation lies. In the store it is a key that begins with the conversation's id and a value of
 * a few bytes, so that noting it needs no reading. Behind the value's own bytes lies a {@link Remark}.
 *
 * @param timestamp the record's, milliseconds since 1970
 * @param relative of {@link RecordKind#CHILD}: the child's id; of a child's submission: its parent's; of a refusal under its
 *     own id: the conversation's, where one is known, and the other way round; else null. The record has a second place under that id
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

    /** The place of the same record in its partition before it was written again. */
    public Place at(long formerOffset) {
        return new Place(conversationId, dataset, kind, partition, formerOffset, timestamp, relative);
    }

    /** The same record's place under the other id that it is found by. */
    Optional<Place> elsewhere() {
        RecordKind there =
                switch (kind) {
                    case SUBMITTED -> RecordKind.CHILD;
                    case CHILD -> RecordKind.SUBMITTED;
                    case REFUSED, REJECTED, PREPARED, DROPPED -> kind;
                };
        return Optional.ofNullable(relative)
                .map(id -> new Place(id, dataset, there, partition, offset, timestamp, conversationId));
    }

    /** Whether the same record has another place that is taken for the first of the two. */
    boolean isSecond() {
        return switch (kind) {
            case CHILD -> true;
            case REFUSED, REJECTED -> relative != null && relative.compareTo(conversationId) < 0;
            case SUBMITTED, PREPARED, DROPPED -> false;
        };
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
        return ByteBuffer.allocate(Long.BYTES + Short.BYTES + id.length)
                .putLong(timestamp)
                .putShort((short) id.length)
                .put(id)
                .array();
    }

    byte[] value(Remark remark) {
        byte[] value = value();
        byte[] more = remark.bytes();
        return ByteBuffer.allocate(value.length + more.length)
                .put(value)
                .put(more)
                .array();
    }

    static Place of(byte[] key, byte[] value) {
        return of(ByteBuffer.wrap(key), value);
    }

    /** @param key from where the place's part of it begins */
    static Place of(ByteBuffer key, byte[] value) {
        String id = text(key, Short.toUnsignedInt(key.getShort()));
        String dataset = text(key, Byte.toUnsignedInt(key.get()));
        RecordKind kind = RecordKind.of(key.get());
        int partition = key.getInt();
        long offset = key.getLong();
        ByteBuffer rest = ByteBuffer.wrap(value);
        long timestamp = rest.getLong();
        String relative = text(rest, Short.toUnsignedInt(rest.getShort()));
        return new Place(id, dataset, kind, partition, offset, timestamp, relative.isEmpty() ? null : relative);
    }

    /** What is remembered beside the place. */
    static Remark remark(byte[] value) {
        ByteBuffer rest = ByteBuffer.wrap(value).position(Long.BYTES);
        int relative = Short.toUnsignedInt(rest.getShort());
        return Remark.read(rest.position(rest.position() + relative));
    }

    private static String text(ByteBuffer bytes, int length) {
        byte[] text = new byte[length];
        bytes.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }
}
