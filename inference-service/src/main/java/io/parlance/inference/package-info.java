/**
 * The doors of the inference service: HTTP in OpenAI's shape, Kafka for which model to serve, probes and metrics. Each
 * translates and calls one of {@code request}, {@code serving} and {@code answer}.
 */
package io.parlance.inference;
