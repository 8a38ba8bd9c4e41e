/**
 * Looks for texts that stand on two sides which should share none, such as training data and a test set. Knows no Kafka
 * and no HTTP; the package above feeds it. Near-duplicates are found by {@code duplicates}, as in the pipeline.
 */
package io.parlance.preprocess.dataset.leak;
