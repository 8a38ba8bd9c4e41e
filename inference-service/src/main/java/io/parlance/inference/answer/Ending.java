package io.parlance.inference.answer;

/** How an answer came to its end. */
public sealed interface Ending {
    /** By an end mark, a stop token or a stop text. */
    record Stopped() implements Ending {}

    /** It is as long as was allowed. */
    record LengthReached() implements Ending {}

    /** The service stops, or the client went away. */
    record Cancelled() implements Ending {}

    record Failed(String message) implements Ending {}
}
