package io.parlance.inference;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parlance.inference.serving.ServedModel;
import io.parlance.model.onnx.GeneratedToken;
import io.parlance.model.onnx.TokenLogprob;
import io.parlance.model.text.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** Answers in the JSON of OpenAI's chat completions; one object per request. */
final class ChatJson {
    /** What OpenAI writes for a probability of 0; JSON has no infinity. */
    private static final double LEAST_LOGPROB = -9999;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final String id;
    private final ServedModel model;
    private final Instant created;

    ChatJson(ServedModel model, Instant created) {
        this.id = CompletionId.of(created);
        this.model = model;
        this.created = created;
    }

    /** The completion's. */
    String id() {
        return id;
    }

    ObjectNode completion(ArrayNode choices, ObjectNode usage) {
        ObjectNode json = head("chat.completion");
        json.set("choices", choices);
        json.set("usage", usage);
        return json;
    }

    ObjectNode choice(
            int index, String text, List<GeneratedToken> logprobs, boolean withLogprobs, String finishReason) {
        ObjectNode json = JSON.objectNode().put("index", index);
        json.putObject("message").put("role", "assistant").put("content", text).putNull("refusal");
        json.set("logprobs", withLogprobs ? logprobs(logprobs) : JSON.nullNode());
        return json.put("finish_reason", finishReason);
    }

    /** @param finishReason null but in a choice's last chunk */
    ObjectNode chunk(int index, ObjectNode delta, List<GeneratedToken> logprobs, String finishReason) {
        ObjectNode json = head("chat.completion.chunk");
        ObjectNode choice = json.putArray("choices").addObject().put("index", index);
        choice.set("delta", delta);
        choice.set("logprobs", logprobs.isEmpty() ? JSON.nullNode() : logprobs(logprobs));
        choice.put("finish_reason", finishReason);
        return json;
    }

    ObjectNode usageChunk(ObjectNode usage) {
        ObjectNode json = head("chat.completion.chunk");
        json.putArray("choices");
        json.set("usage", usage);
        return json;
    }

    static ObjectNode usage(int promptTokens, int completionTokens) {
        ObjectNode json = JSON.objectNode()
                .put("prompt_tokens", promptTokens)
                .put("completion_tokens", completionTokens)
                .put("total_tokens", promptTokens + completionTokens);
        json.putObject("prompt_tokens_details").put("cached_tokens", 0);
        return json;
    }

    private ObjectNode head(String object) {
        return JSON.objectNode()
                .put("id", id)
                .put("object", object)
                .put("created", created.getEpochSecond())
                .put("model", model.id())
                .put("system_fingerprint", model.fingerprint());
    }

    private ObjectNode logprobs(List<GeneratedToken> tokens) {
        ObjectNode json = JSON.objectNode();
        ArrayNode content = json.putArray("content");
        for (GeneratedToken token : tokens) {
            token.logprobs().ifPresent(logprobs -> {
                ArrayNode top = entry(content.addObject(), token.tokenId(), logprobs.own())
                        .putArray("top_logprobs");
                for (TokenLogprob other : logprobs.top()) {
                    entry(top.addObject(), other.tokenId(), other.logprob());
                }
            });
        }
        json.putNull("refusal");
        return json;
    }

    private ObjectNode entry(ObjectNode json, int id, double logprob) {
        Tokenizer tokenizer = model.tokenizer();
        byte[] bytes = tokenizer.bytes(id);
        json.put("token", new String(bytes, StandardCharsets.UTF_8)).put("logprob", Math.max(logprob, LEAST_LOGPROB));
        ArrayNode list = json.putArray("bytes");
        for (byte b : bytes) {
            list.add(b & 0xFF);
        }
        return json;
    }
}
