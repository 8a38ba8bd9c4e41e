/**
 * What is taken out of a conversation's text before it is trained on: an ordered recipe of named operations on plain
 * strings. Knows nothing of conversations, JSON, Kafka or the framework; called by {@code example}.
 */
package io.parlance.preprocess.cleaning;
