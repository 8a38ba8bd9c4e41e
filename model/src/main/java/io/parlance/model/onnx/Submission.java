package io.parlance.model.onnx;

/** What became of a request handed to the engine. */
public sealed interface Submission {
    record Accepted(Generation generation) implements Submission {}

    /** Prompt and answer do not fit in the context. @param limit tokens that would */
    record ContextExceeded(int promptTokens, int maxTokens, int limit) implements Submission {
        public String message() {
            return "the prompt has %d tokens and max_tokens is %d: together %d, but this model's context holds %d"
                    .formatted(promptTokens, maxTokens, promptTokens + maxTokens, limit);
        }
    }

    /** So many requests wait already; try again later. */
    record QueueFull(int capacity) implements Submission {}

    /** The engine is draining or closed: its successor takes requests. */
    record Draining() implements Submission {}
}
