package io.parlance.model.onnx;

import io.parlance.model.text.TokenIds;
import java.util.Optional;
import java.util.Set;

/** One accepted request on its way: waiting, then in a slot. All but {@link #cancel} belongs to the engine's thread. */
final class Answer implements Generation {
    private final GenerationRequest request;
    private final GenerationListener listener;
    private final Sampler sampler;
    private volatile boolean cancelled;
    private int promptRead;
    private int generated;
    private int lastToken = -1;

    Answer(GenerationRequest request, GenerationListener listener) {
        this.request = request;
        this.listener = listener;
        this.sampler = new Sampler(request.sampling(), request.prompt());
    }

    @Override
    public void cancel() {
        cancelled = true;
    }

    boolean isCancelled() {
        return cancelled;
    }

    boolean isReadingPrompt() {
        return promptRead < request.prompt().size();
    }

    /** The next tokens of the prompt, at most so many. */
    TokenIds nextChunk(int size) {
        TokenIds prompt = request.prompt();
        TokenIds chunk = prompt.slice(promptRead, Math.min(promptRead + size, prompt.size()));
        promptRead += chunk.size();
        return chunk;
    }

    int lastToken() {
        return lastToken;
    }

    /**
     * Chooses the next token and tells the listener.
     *
     * @return why the answer ends here, or empty when it goes on
     */
    Optional<Finish> advance(float[] logits) {
        StopRules stop = request.stop();
        // The logprobs are of the raw logits, which choosing changes.
        float[] raw = request.topLogprobs().isPresent() ? logits.clone() : logits;
        lastToken = sampler.choose(logits, generated < stop.minTokens() ? stop.stopIds() : Set.of());
        generated++;
        if (stop.stopIds().contains(lastToken)) {
            return Optional.of(new Finish.Stopped(lastToken));
        }
        listener.token(new GeneratedToken(
                lastToken,
                request.topLogprobs().isPresent()
                        ? Optional.of(new GeneratedToken.Logprobs(
                                LogProbabilities.of(raw, lastToken),
                                LogProbabilities.top(raw, request.topLogprobs().getAsInt())))
                        : Optional.empty()));
        if (cancelled) {
            return Optional.of(new Finish.Cancelled());
        }
        return generated == stop.maxTokens() ? Optional.of(new Finish.LengthReached()) : Optional.empty();
    }

    void finish(Finish finish) {
        listener.finished(finish, generated);
    }
}
