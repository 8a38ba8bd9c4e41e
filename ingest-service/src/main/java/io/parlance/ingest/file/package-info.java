/**
 * OpenAI's Files API. A file's bytes lie in a folder, what is known of it on the topic {@code files.uploaded.v1}, which
 * every instance reads at its start and follows. The conversations of a fine-tune file are the dataset of the file's id.
 */
package io.parlance.ingest.file;
