/**
 * The preprocess service: conversations in, training examples out, exactly once. Its subjects: {@code recipe} and
 * {@code example} hold the hard logic and know neither Kafka nor the framework; {@code intake} reads what any Kafka
 * client may have written; {@code stream} is the topology and its life; {@code embedding} is MiniLM.
 */
package io.parlance.preprocess;
