package io.parlance.preprocess.example;

import io.parlance.preprocess.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What is remembered of an id: what was said the first time, and where that came in. Stored as 32 bytes of digest and
 * the origin in UTF-8.
 */
public record Sighting(Sha256 content, String origin) {

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
