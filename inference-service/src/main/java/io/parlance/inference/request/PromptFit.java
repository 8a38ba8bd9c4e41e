package io.parlance.inference.request;

import io.parlance.model.text.ChatFormat;
import io.parlance.model.text.ChatMessage;
import io.parlance.model.text.TokenIds;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/**
 * What of a request depends on the model: token ids must exist, and prompt and answer fit in the context.
 *
 * @param longestTokenBytes most UTF-8 bytes that one token stands for
 */
public record PromptFit(int contextTokens, int vocabularySize, int longestTokenBytes) {

    /** The prompt in tokens, when everything fits. */
    public Reading<TokenIds> prompt(ChatRequest request, ChatFormat format) {
        return Reading.of(() -> {
            request.sampling().logitBias().keySet().forEach(id -> requireToken("logit_bias", id));
            request.end().tokenIds().forEach(id -> requireToken("stop_token_ids", id));
            requirePlausibleLength(request);
            TokenIds prompt = format.prompt(request.messages());
            requireRoom(request, prompt.size());
            return prompt;
        });
    }

    private void requireToken(String param, int id) {
        if (id >= vocabularySize) {
            throw JsonFields.outOfRange(
                    param,
                    "token id %d".formatted(id),
                    "ids below %d, the vocabulary's size".formatted(vocabularySize));
        }
    }

    /** Megabytes need no tokenizer to be too long. */
    private void requirePlausibleLength(ChatRequest request) {
        long bytes = 0;
        for (ChatMessage message : request.messages()) {
            bytes += message.content().getBytes(StandardCharsets.UTF_8).length;
        }
        if (bytes > (long) contextTokens * longestTokenBytes) {
            throw exceeded("the messages hold %d bytes, more than %d tokens can".formatted(bytes, contextTokens));
        }
    }

    private void requireRoom(ChatRequest request, int promptTokens) {
        OptionalInt wished = request.end().maxTokens();
        long room = (long) contextTokens - promptTokens;
        if (room < wished.orElse(1)) {
            throw exceeded(
                    wished.isPresent()
                            ? "the messages are %d tokens and %d are asked for, together %d, but this model's context holds %d"
                                    .formatted(
                                            promptTokens,
                                            wished.getAsInt(),
                                            (long) promptTokens + wished.getAsInt(),
                                            contextTokens)
                            : "the messages are %d tokens, but this model's context holds %d, the answer included"
                                    .formatted(promptTokens, contextTokens));
        }
        if (request.end().minTokens() > wished.orElse((int) room)) {
            throw JsonFields.outOfRange(
                    "min_tokens",
                    Integer.toString(request.end().minTokens()),
                    "at most %d, the room left in the context".formatted(room));
        }
    }

    private static InvalidParameter exceeded(String message) {
        return new InvalidParameter(
                "messages",
                "Too long: %s. Shorten the messages or ask for fewer tokens.".formatted(message),
                "context_length_exceeded");
    }
}
