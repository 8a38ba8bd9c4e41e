package io.parlance.ingest.file;

import java.nio.file.Path;

/** Bytes that are on disk but have no id yet. */
record StagedFile(Path path, long bytes, String sha256) {}
