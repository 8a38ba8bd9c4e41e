package io.parlance.model.onnx;

/**
 * Hears of one answer as it grows. Called on the engine's thread, in order: it must return at once (hand over, do not
 * block), and it may call {@link Generation#cancel()}.
 */
public interface GenerationListener {

    /** One more token of the answer; the stop token is not one. */
    void token(GeneratedToken token);

    /**
     * The last call, exactly once per accepted request.
     *
     * @param completionTokens tokens that were generated, the stop token included
     */
    void finished(Finish finish, int completionTokens);
}
