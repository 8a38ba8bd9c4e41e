/**
 * Augmented conversations: a child says what its parent says in other words. Decides and returns; {@code translation}
 * and {@code noise} hold the methods, {@code work} reads parents from Kafka, writes children and answers HTTP.
 */
package io.parlance.preprocess.augmentation;
