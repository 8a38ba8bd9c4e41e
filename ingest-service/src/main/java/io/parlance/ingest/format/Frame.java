package io.parlance.ingest.format;

/** One record's bytes, cut out of a stream. */
final class Frame implements Payload {
    private final Long line;
    private final byte[] bytes;
    private final long length;
    private final String fault;

    /**
     * @param line on which it begins, 1-based; null where the stream is one record
     * @param bytes the record; only its beginning when it is over the limit
     * @param length its whole length in bytes
     */
    Frame(Long line, byte[] bytes, long length) {
        this(line, bytes, length, null);
    }

    private Frame(Long line, byte[] bytes, long length, String fault) {
        this.line = line;
        this.bytes = bytes;
        this.length = length;
        this.fault = fault;
    }

    /** What stands where a record should. @param rule what is wrong, in words */
    static Frame faulty(long line, byte[] bytes, long length, String rule) {
        return new Frame(line, bytes, length, rule);
    }

    Long line() {
        return line;
    }

    @Override
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public long length() {
        return length;
    }

    /** Why this is no record, or null. */
    String fault() {
        return fault;
    }

    boolean isCut() {
        return length > bytes.length;
    }

    boolean isBlank() {
        if (isCut()) {
            return false;
        }
        for (byte b : bytes) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }
}
