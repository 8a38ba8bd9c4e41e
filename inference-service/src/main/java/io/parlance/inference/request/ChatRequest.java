package io.parlance.inference.request;

import io.parlance.model.onnx.SamplingParameters;
import io.parlance.model.text.ChatMessage;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * One call of {@code POST /v1/chat/completions}, understood in full.
 *
 * @param model as the client named it: an id or the alias
 * @param choices answers wanted
 * @param sampling of the first choice; {@link #sampling(int)} for each
 * @param keeping empty unless the answer is to be kept
 * @param topLogprobs alternatives to report per token; empty when none are to be reported
 */
public record ChatRequest(
        String model,
        List<ChatMessage> messages,
        int choices,
        SamplingParameters sampling,
        End end,
        OptionalInt topLogprobs,
        Delivery delivery,
        Optional<Keeping> keeping) {

    /** The answer is to be kept, for feedback on it. @param user the asker's own name for who asks */
    public record Keeping(Optional<String> user) {}

    /**
     * When an answer is over.
     *
     * @param maxTokens empty: as many as the context holds
     * @param minTokens until then neither end mark nor stop text ends it
     * @param texts that end it and are cut off
     * @param tokenIds that end it besides the model's own end marks
     * @param ignoreEndMarks goes on past the model's own end marks
     */
    public record End(
            OptionalInt maxTokens, int minTokens, List<String> texts, Set<Integer> tokenIds, boolean ignoreEndMarks) {
        public End {
            texts = List.copyOf(texts);
            tokenIds = Set.copyOf(tokenIds);
        }
    }

    /** How the answer travels. */
    public sealed interface Delivery {
        record Whole() implements Delivery {}

        /** @param includeUsage a last chunk says how many tokens it were */
        record Streamed(boolean includeUsage) implements Delivery {}
    }

    public ChatRequest {
        messages = List.copyOf(messages);
    }

    /** Each choice draws numbers of its own, all decided by the request's seed. */
    public SamplingParameters sampling(int choice) {
        return new SamplingParameters(
                sampling.temperature(),
                sampling.topP(),
                sampling.topK(),
                sampling.minP(),
                sampling.penalties(),
                sampling.logitBias(),
                sampling.seed() + choice * 0x9E3779B97F4A7C15L);
    }
}
