/**
 * Uploaded files as datasets: which are known, and whether all of a file has become examples or was dropped. The
 * standings decide without Kafka; the news bring them what happened. Called by runs and jobs.
 */
package io.parlance.trainer.file;
