/**
 * Windows of prepared examples: how many there are, and which of them a run is trained on. The selection decides without
 * Kafka; the reader brings it the records. Called by runs, jobs and the policy.
 */
package io.parlance.trainer.window;
