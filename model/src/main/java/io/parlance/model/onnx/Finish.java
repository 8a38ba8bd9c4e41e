package io.parlance.model.onnx;

/** Why an answer ended. */
public sealed interface Finish {
    /** The model chose one of the stop ids. */
    record Stopped(int tokenId) implements Finish {}

    /** The answer is as long as was allowed. */
    record LengthReached() implements Finish {}

    /** By {@link Generation#cancel()} or because the engine was closed. */
    record Cancelled() implements Finish {}

    /** The run failed; {@code message} says why, for a log or a 500. */
    record Failed(String message) implements Finish {}
}
