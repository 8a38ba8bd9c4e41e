package io.parlance.ingest.format;

/** The bytes that a record came as, for the digest by which a refusal is known again. */
public interface Payload {
    /** The record, or its beginning when it is over the limit. */
    byte[] bytes();

    /** Bytes of the whole record. */
    default long length() {
        return bytes().length;
    }
}
