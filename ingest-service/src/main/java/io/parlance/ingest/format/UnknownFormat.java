package io.parlance.ingest.format;

import java.io.IOException;

/** Nothing tells what a source is written in. */
public final class UnknownFormat extends IOException {
    private static final long serialVersionUID = 1L;

    UnknownFormat(String message) {
        super(message);
    }
}
