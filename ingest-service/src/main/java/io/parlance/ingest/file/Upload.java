package io.parlance.ingest.file;

/** What a request to upload a file turned out to be. */
sealed interface Upload {
    /** Whole and in order; its bytes wait to be kept under an id. */
    record Received(String purpose, String filename, StagedFile bytes) implements Upload {}

    /** @param param the field at fault @param code a word for programs */
    record Refused(int status, String message, String param, String code) implements Upload {}
}
