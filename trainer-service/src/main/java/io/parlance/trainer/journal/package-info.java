/**
 * Kafka as the trainer's memory and voice: what belongs together is written in one transaction, what was written is
 * read back at the start. Knows topics and bytes, nothing of runs or models. Called by the doors of the other packages.
 */
package io.parlance.trainer.journal;
