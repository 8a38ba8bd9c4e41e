/**
 * Datasets as windows of offsets: reading a window out of Kafka, fixing it as a version with its manifest, verifying and
 * exporting it. {@code manifest} counts, {@code leak} compares; here are the doors: Kafka ({@link
 * io.parlance.preprocess.dataset.KafkaRecords}) and HTTP.
 */
package io.parlance.preprocess.dataset;
