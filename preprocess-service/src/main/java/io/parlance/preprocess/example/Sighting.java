package io.parlance.preprocess.example;

import io.parlance.preprocess.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What is remembered of an id: what was said the first time, and where that came in. Stored as 32 bytes of digest and
 * the origin in UTF-8.
 */
public record Sighting(Sha256 content, String origin) {

    /**
     * Whether the record that is now kept at another place had been read when it was at its first: the id was known by then,
     * at the latest from itself. If not, all that was known before is lost, and the record is taken for what it is.
     *
     * @param position of the kept record, {@code <topic>-<partition>@<offset>}
     * @param former {@code <partition>@<offset>}, where it was first, in the same partition
     */
    public boolean wasReadBefore(String position, String former) {
        String partition = "kafka:" + position.substring(0, position.lastIndexOf('@') + 1);
        // Of another partition nothing can be told; that nothing was lost is likelier.
        return !origin.startsWith(partition)
                || Long.parseLong(origin.substring(partition.length()))
                        <= Long.parseLong(former.substring(former.indexOf('@') + 1));
    }

    public byte[] toBytes() {
        byte[] where = origin.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Sha256.BYTES + where.length)
                .put(content.toBytes())
                .put(where)
                .array();
    }

    public static Sighting fromBytes(byte[] stored) {
        ByteBuffer bytes = ByteBuffer.wrap(stored);
        byte[] digest = new byte[Sha256.BYTES];
        bytes.get(digest);
        return new Sighting(
                Sha256.fromDigest(digest), StandardCharsets.UTF_8.decode(bytes).toString());
    }
}
