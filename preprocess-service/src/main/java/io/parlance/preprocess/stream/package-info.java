/**
 * The Kafka Streams topology and its life: wiring around the decisions of {@code example}. The only place that knows
 * Kafka. {@link io.parlance.preprocess.stream.PreprocessStream} is started by the framework; nobody else calls in.
 */
package io.parlance.preprocess.stream;
