/**
 * What was made of conversations that are to be gone: dataset versions, training runs, models. Reads Kafka through
 * {@link io.parlance.preprocess.dataset.RecordLog} and writes nothing. The erasure asks it for its receipt.
 */
package io.parlance.preprocess.erasure.trace;
