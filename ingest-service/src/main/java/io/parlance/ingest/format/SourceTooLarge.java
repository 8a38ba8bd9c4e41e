package io.parlance.ingest.format;

import java.io.IOException;

/** A source that must be kept to be read is larger than what may be kept. */
public final class SourceTooLarge extends IOException {
    private static final long serialVersionUID = 1L;

    SourceTooLarge(long maxBytes) {
        super(
                "this format is read from its end, and more than %d bytes are not kept for that; split it, or upload it as a file"
                        .formatted(maxBytes));
    }
}
