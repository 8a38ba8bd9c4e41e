/**
 * A folder that is watched: files put there are submitted, then moved aside with a report. Off unless a path is set.
 */
package io.parlance.ingest.folder;
