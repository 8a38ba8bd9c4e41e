package io.parlance.ingest.format;

import java.io.IOException;

/** A compressed stream is damaged, or unpacks to more than it honestly could. */
public final class CorruptCoding extends IOException {
    private static final long serialVersionUID = 1L;

    CorruptCoding(String message) {
        super(message);
    }
}
