/**
 * The kill drill: generated conversations through ingest and preprocess twice, once in peace and once while processes
 * are killed, and then the books: nothing lost, nothing doubled, the same dataset both times. Reads as any Kafka client.
 */
package io.parlance.endtoend.kill;
