/**
 * Reads records of {@code conversations.submitted.v1} as any Kafka client may have written them: plain JSON, CloudEvents
 * in binary or structured mode, or nonsense. Knows JSON, not Kafka.
 */
package io.parlance.preprocess.intake;
