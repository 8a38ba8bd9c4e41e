/**
 * Compaction on demand: what compaction would take although nobody asked for it is written again, then a topic is
 * compacted now instead of some day, then its settings are what they were. Knows the log and nothing of conversations.
 */
package io.parlance.preprocess.erasure.compaction;
