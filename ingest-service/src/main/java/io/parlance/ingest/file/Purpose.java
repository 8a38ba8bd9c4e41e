package io.parlance.ingest.file;

/** What a file is for, in OpenAI's words. */
final class Purpose {
    /** The only one whose files are read: their conversations become a dataset. */
    static final String FINE_TUNE = "fine-tune";

    private Purpose() {}
}
