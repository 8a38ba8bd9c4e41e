package io.parlance.preprocess.stream;

/** Whether conversations are being prepared, in words for people and probes. */
public sealed interface StreamState {
    /** @param baseModel the one whose tokenizer and template are applied */
    record Running(String baseModel) implements StreamState {}

    /** Conversations wait in Kafka. @param missing what is missing, and how to mend it */
    record Waiting(String missing) implements StreamState {}
}
