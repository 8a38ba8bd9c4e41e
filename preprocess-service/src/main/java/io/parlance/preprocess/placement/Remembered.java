package io.parlance.preprocess.placement;

import io.parlance.contracts.Split;
import io.parlance.preprocess.Sha256;
import io.parlance.preprocess.duplicates.DuplicateIndex;
import io.parlance.preprocess.duplicates.HalfVector;
import io.parlance.preprocess.duplicates.Shingles;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What is remembered of a prepared conversation; stored under its dataset and id.
 *
 * @param ordinal which of its dataset it was, from 0
 * @param stratum what the split was balanced by; null when the dataset was small
 * @param label the client's, or null
 * @param group id of the first of its near-duplicates, or null
 * @param parent id of what it was augmented from, or null
 * @param text digest of all that it says
 * @param shingles of its words; null when no near-duplicates were looked for
 * @param embedding null where nothing needs it
 * @param parts examples that were made of it; 1 as well when it was stored by a build that did not say
 */
public record Remembered(
        int ordinal,
        Split split,
        String stratum,
        String label,
        String group,
        String parent,
        Sha256 text,
        Shingles shingles,
        HalfVector embedding,
        int parts) {
    private static final byte ONE_PART = 1;
    private static final byte SEVERAL_PARTS = 2;

    /** The same, of which so many examples were made. */
    public Remembered inParts(int examples) {
        return examples == parts
                ? this
                : new Remembered(ordinal, split, stratum, label, group, parent, text, shingles, embedding, examples);
    }

    DuplicateIndex.Facts facts() {
        return new DuplicateIndex.Facts(text, shingles, embedding);
    }

    /** Whether it counts when its dataset is divided; children only follow. */
    boolean isCounted() {
        return parent == null;
    }

    /**
     * A byte of version, four of ordinal, one of split, 32 of digest; then each of the rest with four bytes of length,
     * -1 for null; of several parts their number behind the version. About 75 bytes and 6 for each shingle.
     */
    public byte[] toBytes() {
        byte[][] rest = {
            bytes(stratum),
            bytes(label),
            bytes(group),
            bytes(parent),
            shingles == null ? null : shingles.toBytes(),
            embedding == null ? null : embedding.toBytes()
        };
        int size = 1 + (parts == 1 ? 0 : Integer.BYTES) + Integer.BYTES + 1 + Sha256.BYTES;
        for (byte[] part : rest) {
            size += Integer.BYTES + (part == null ? 0 : part.length);
        }
        ByteBuffer bytes = ByteBuffer.allocate(size);
        if (parts == 1) {
            bytes.put(ONE_PART);
        } else {
            bytes.put(SEVERAL_PARTS).putInt(parts);
        }
        bytes.putInt(ordinal).put((byte) split.ordinal()).put(text.toBytes());
        for (byte[] part : rest) {
            bytes.putInt(part == null ? -1 : part.length);
            if (part != null) {
                bytes.put(part);
            }
        }
        return bytes.array();
    }

    /** What {@link #toBytes} gave. */
    public static Remembered fromBytes(byte[] stored) {
        ByteBuffer bytes = ByteBuffer.wrap(stored);
        byte version = bytes.get();
        if (version != ONE_PART && version != SEVERAL_PARTS) {
            throw new IllegalArgumentException(
                    "a remembered conversation is of version %d, this build reads %d and %d; give the service another application-id"
                            .formatted(version, ONE_PART, SEVERAL_PARTS));
        }
        int parts = version == ONE_PART ? 1 : bytes.getInt();
        int ordinal = bytes.getInt();
        Split split = Split.values()[bytes.get()];
        byte[] digest = new byte[Sha256.BYTES];
        bytes.get(digest);
        String stratum = text(bytes);
        String label = text(bytes);
        String group = text(bytes);
        String parent = text(bytes);
        byte[] shingles = next(bytes);
        byte[] embedding = next(bytes);
        return new Remembered(
                ordinal,
                split,
                stratum,
                label,
                group,
                parent,
                Sha256.fromDigest(digest),
                shingles == null ? null : Shingles.fromBytes(shingles),
                embedding == null ? null : HalfVector.fromBytes(embedding),
                parts);
    }

    private static byte[] bytes(String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(ByteBuffer bytes) {
        byte[] next = next(bytes);
        return next == null ? null : new String(next, StandardCharsets.UTF_8);
    }

    private static byte[] next(ByteBuffer bytes) {
        int length = bytes.getInt();
        if (length < 0) {
            return null;
        }
        byte[] next = new byte[length];
        bytes.get(next);
        return next;
    }
}
