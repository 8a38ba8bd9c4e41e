package io.parlance.ingest.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Cuts a stream into records, one at a time. */
interface Frames {

    /** The next record's bytes, or null at the end of the stream. */
    Frame next() throws IOException;

    /** The whole stream as one record. */
    static Frames one(InputStream in, int maxBytes) {
        return new Frames() {
            private boolean read;

            @Override
            public Frame next() throws IOException {
                if (read) {
                    return null;
                }
                read = true;
                byte[] bytes = in.readNBytes(maxBytes);
                long length = bytes.length + in.transferTo(OutputStream.nullOutputStream());
                return length == 0 ? null : new Frame(null, bytes, length);
            }
        };
    }
}
