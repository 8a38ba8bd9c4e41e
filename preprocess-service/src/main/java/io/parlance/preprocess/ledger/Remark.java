package io.parlance.preprocess.ledger;

import io.parlance.preprocess.Sha256;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * What the ledger remembers of a record beside its place.
 *
 * @param original the offset at which the record was first, when it was written again; else null
 * @param subject digest of the name of whose conversation it is, or null
 * @param counts what it added to the figures
 */
record Remark(Long original, Sha256 subject, Counts counts) {
    static final Remark NONE = new Remark(null, null, Counts.NONE);

    private static final int ORIGINAL = 1;
    private static final int SUBJECT = 2;

    /** The same of a record that was written again. */
    Remark movedFrom(long offset) {
        return new Remark(offset, subject, counts);
    }

    byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write((original == null ? 0 : ORIGINAL) | (subject == null ? 0 : SUBJECT));
        if (original != null) {
            out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(original).array());
        }
        if (subject != null) {
            out.writeBytes(subject.toBytes());
        }
        counts.write(out);
        return out.toByteArray();
    }

    /** All that remains of the bytes; nothing when they are at their end. */
    static Remark read(ByteBuffer bytes) {
        if (!bytes.hasRemaining()) {
            return NONE;
        }
        int flags = bytes.get();
        Long original = (flags & ORIGINAL) == 0 ? null : bytes.getLong();
        Sha256 subject = null;
        if ((flags & SUBJECT) != 0) {
            byte[] digest = new byte[Sha256.BYTES];
            bytes.get(digest);
            subject = Sha256.fromDigest(digest);
        }
        return new Remark(original, subject, Counts.read(bytes));
    }
}
