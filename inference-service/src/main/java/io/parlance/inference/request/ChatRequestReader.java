package io.parlance.inference.request;

import com.fasterxml.jackson.databind.JsonNode;
import io.parlance.inference.request.ChatRequest.Delivery;
import io.parlance.inference.request.ChatRequest.End;
import io.parlance.inference.request.ChatRequest.Keeping;
import io.parlance.model.onnx.SamplingParameters;
import io.parlance.model.onnx.SamplingParameters.Penalties;
import io.parlance.model.text.ChatMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.LongSupplier;

/** Reads the body of {@code POST /v1/chat/completions}. What is read here is what is honoured; nothing is ignored. */
public final class ChatRequestReader {
    private static final int MOST_CHOICES = 8;
    private static final int MOST_STOP_TEXTS = 4;
    private static final int MOST_TOP_LOGPROBS = 20;
    private static final int MOST_METADATA = 16;
    private static final double MOST_REPETITION_PENALTY = 10;
    private static final double MOST_BIAS = 100;

    private final LongSupplier seeds;

    /** @param seeds for requests that bring none */
    public ChatRequestReader(LongSupplier seeds) {
        this.seeds = seeds;
    }

    public Reading<ChatRequest> read(JsonNode body) {
        return Reading.of(() -> request(JsonFields.ofBody(body)));
    }

    private ChatRequest request(JsonFields fields) {
        String model = fields.requiredText("model");
        List<ChatMessage> messages = MessagesReader.read("messages", fields.required("messages"));
        int choices = fields.whole("n", 1, MOST_CHOICES).orElse(1);
        SamplingParameters sampling = sampling(fields);
        End end = end(fields);
        OptionalInt topLogprobs = topLogprobs(fields);
        Delivery delivery = delivery(fields);
        Optional<Keeping> keeping = keeping(fields);
        declarations(fields);
        unsupported(fields);
        fields.refuseTheRest();
        return new ChatRequest(model, messages, choices, sampling, end, topLogprobs, delivery, keeping);
    }

    private SamplingParameters sampling(JsonFields fields) {
        double topP = fields.number("top_p", 0, 1).orElse(1);
        // -1 is another server's word for "all".
        int topK = Math.max(0, fields.whole("top_k", -1, Integer.MAX_VALUE).orElse(0));
        double repetition =
                fields.number("repetition_penalty", 0, MOST_REPETITION_PENALTY).orElse(1);
        if (repetition == 0) {
            throw JsonFields.outOfRange("repetition_penalty", "0", "more than 0");
        }
        return new SamplingParameters(
                fields.number("temperature", 0, 2).orElse(1),
                // The smallest set that reaches probability 0 is the most likely token alone.
                Math.max(topP, Double.MIN_VALUE),
                topK,
                fields.number("min_p", 0, 1).orElse(0),
                new Penalties(
                        repetition,
                        fields.number("presence_penalty", -2, 2).orElse(0),
                        fields.number("frequency_penalty", -2, 2).orElse(0)),
                logitBias(fields),
                fields.longNumber("seed").orElseGet(seeds));
    }

    private static Map<Integer, Double> logitBias(JsonFields fields) {
        Map<Integer, Double> biases = new HashMap<>();
        Optional<JsonNode> json = fields.value("logit_bias");
        if (json.isEmpty()) {
            return biases;
        }
        JsonFields pairs = JsonFields.of("logit_bias", json.get());
        json.get().fieldNames().forEachRemaining(name -> {
            int id;
            try {
                id = Integer.parseInt(name);
            } catch (NumberFormatException e) {
                id = -1;
            }
            if (id < 0) {
                throw JsonFields.outOfRange("logit_bias", "'%s'".formatted(name), "token ids as keys");
            }
            biases.put(
                    id,
                    pairs.number(name, -MOST_BIAS, MOST_BIAS)
                            .orElseThrow(() ->
                                    JsonFields.outOfRange("logit_bias." + name, "null", "a number from -100 to 100")));
        });
        return biases;
    }

    private static End end(JsonFields fields) {
        OptionalInt maxTokens = fields.whole("max_completion_tokens", 1, Integer.MAX_VALUE);
        OptionalInt formerName = fields.whole("max_tokens", 1, Integer.MAX_VALUE);
        if (maxTokens.isPresent() && formerName.isPresent() && maxTokens.getAsInt() != formerName.getAsInt()) {
            throw new InvalidParameter(
                    "max_tokens",
                    "'max_tokens' is %d and 'max_completion_tokens' %d; give one of them."
                            .formatted(formerName.getAsInt(), maxTokens.getAsInt()),
                    "invalid_value");
        }
        OptionalInt most = maxTokens.isPresent() ? maxTokens : formerName;
        int least = fields.whole("min_tokens", 0, Integer.MAX_VALUE).orElse(0);
        if (most.isPresent() && least > most.getAsInt()) {
            throw JsonFields.outOfRange(
                    "min_tokens",
                    Integer.toString(least),
                    "at most max_completion_tokens (%d)".formatted(most.getAsInt()));
        }
        return new End(most, least, stopTexts(fields), stopTokenIds(fields), fields.flag("ignore_eos", false));
    }

    private static List<String> stopTexts(JsonFields fields) {
        List<String> texts = new ArrayList<>();
        fields.value("stop").ifPresent(json -> {
            if (json.isTextual()) {
                texts.add(JsonFields.text("stop", json));
            } else if (json.isArray()) {
                json.forEach(text -> texts.add(JsonFields.text("stop[%d]".formatted(texts.size()), text)));
            } else {
                throw JsonFields.invalidType("stop", json, "text or a list of texts");
            }
        });
        if (texts.size() > MOST_STOP_TEXTS) {
            throw JsonFields.outOfRange(
                    "stop", "a list of %d".formatted(texts.size()), "at most %d texts".formatted(MOST_STOP_TEXTS));
        }
        if (texts.contains("")) {
            throw JsonFields.outOfRange("stop", "an empty text", "at least one character");
        }
        return texts;
    }

    private static Set<Integer> stopTokenIds(JsonFields fields) {
        Set<Integer> ids = new HashSet<>();
        fields.value("stop_token_ids").ifPresent(json -> {
            if (!json.isArray()) {
                throw JsonFields.invalidType("stop_token_ids", json, "a list of token ids");
            }
            for (int i = 0; i < json.size(); i++) {
                ids.add(JsonFields.whole("stop_token_ids[%d]".formatted(i), json.get(i), 0, Integer.MAX_VALUE));
            }
        });
        return ids;
    }

    private static OptionalInt topLogprobs(JsonFields fields) {
        boolean wanted = fields.flag("logprobs", false);
        OptionalInt top = fields.whole("top_logprobs", 0, MOST_TOP_LOGPROBS);
        if (!wanted) {
            if (top.orElse(0) > 0) {
                throw new InvalidParameter(
                        "top_logprobs", "'top_logprobs' needs 'logprobs' to be true.", "invalid_value");
            }
            return OptionalInt.empty();
        }
        return OptionalInt.of(top.orElse(0));
    }

    private static Delivery delivery(JsonFields fields) {
        boolean streamed = fields.flag("stream", false);
        Optional<JsonNode> json = fields.value("stream_options");
        if (json.isEmpty()) {
            return streamed ? new Delivery.Streamed(false) : new Delivery.Whole();
        }
        if (!streamed) {
            throw new InvalidParameter(
                    "stream_options", "'stream_options' needs 'stream' to be true.", "invalid_value");
        }
        JsonFields options = JsonFields.of("stream_options", json.get());
        boolean includeUsage = options.flag("include_usage", false);
        options.refuseUnless(
                "include_obfuscation", v -> v.isBoolean() && !v.booleanValue(), "chunks are not padded here.");
        options.refuseTheRest();
        return new Delivery.Streamed(includeUsage);
    }

    private static Optional<Keeping> keeping(JsonFields fields) {
        Optional<String> user = fields.text("user");
        return fields.flag("store", false) ? Optional.of(new Keeping(user)) : Optional.empty();
    }

    /** What says something about the request and asks for nothing: checked, then let go. */
    private static void declarations(JsonFields fields) {
        fields.text("safety_identifier");
        fields.text("prompt_cache_key");
        fields.value("metadata").ifPresent(json -> {
            JsonFields pairs = JsonFields.of("metadata", json);
            if (json.size() > MOST_METADATA) {
                throw JsonFields.outOfRange(
                        "metadata", "%d pairs".formatted(json.size()), "at most %d".formatted(MOST_METADATA));
            }
            json.fieldNames().forEachRemaining(pairs::requiredText);
        });
    }

    private static void unsupported(JsonFields fields) {
        fields.value("response_format").ifPresent(json -> {
            JsonFields format = JsonFields.of("response_format", json);
            String type = format.requiredText("type");
            if (!type.equals("text")) {
                throw new InvalidParameter(
                        "response_format",
                        "'response_format' is '%s': answers are not constrained to a format in this build; leave it out."
                                .formatted(JsonFields.shown(type)),
                        "unsupported_parameter");
            }
            format.refuseTheRest();
        });
        String noTools = "tools are not supported; leave it out.";
        fields.refuseUnless("tools", v -> v.isArray() && v.isEmpty(), noTools);
        fields.refuseUnless("tool_choice", v -> v.isTextual() && v.textValue().equals("none"), noTools);
        fields.refuseUnless("parallel_tool_calls", JsonNode::isBoolean, noTools);
        fields.refuseUnless("functions", v -> v.isArray() && v.isEmpty(), noTools);
        fields.refuseUnless("function_call", v -> v.isTextual() && v.textValue().equals("none"), noTools);
        fields.refuseUnless(
                "modalities",
                v -> v.isArray() && v.size() == 1 && v.get(0).asText().equals("text"),
                "answers are text only.");
        fields.refuseUnless("audio", v -> false, "answers are text only.");
        fields.refuseUnless("prediction", v -> false, "predicted outputs are not supported.");
        fields.refuseUnless("reasoning_effort", v -> v.asText().equals("none"), "this model does not reason apart.");
        fields.refuseUnless("verbosity", v -> false, "this model has no such setting.");
        fields.refuseUnless("web_search_options", v -> false, "there is no web search.");
        fields.refuseUnless(
                "service_tier", v -> Set.of("auto", "default").contains(v.asText()), "there is one tier, 'default'.");
    }
}
