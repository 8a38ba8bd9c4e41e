/**
 * Erasure: everything that somebody said is taken out of every topic and every state, and a receipt says so once it has
 * been read back. {@code DELETE} requests become events; one worker of all instances works them off. {@code log} handles
 * Kafka's log, {@code compaction} has topics compacted on demand, {@code trace} finds what had been made of it.
 */
package io.parlance.preprocess.erasure;
