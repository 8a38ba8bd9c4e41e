/**
 * Where augmentation meets settings, Kafka and HTTP: parents are read from {@code examples.prepared.v1}, children go to
 * {@code conversations.submitted.v1}. Started by the framework; nobody else calls in.
 */
package io.parlance.preprocess.augmentation.work;
