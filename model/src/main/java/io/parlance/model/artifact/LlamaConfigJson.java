package io.parlance.model.artifact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code config.json} as Hugging Face transformers writes it, in both its forms: {@code rope_theta} with
 * {@code rope_scaling} (version 4), {@code rope_parameters} (version 5). What this build does not compute exactly is
 * refused by name.
 */
public final class LlamaConfigJson {
    private LlamaConfigJson() {}

    /**
     * Reads {@code config.json} of a folder; end-of-turn ids that only {@code generation_config.json} names are added.
     *
     * @throws ModelFormatException for an architecture, rope type or option this build does not know
     */
    public static LlamaConfig read(Path folder) {
        JsonFields config = ModelJson.read(folder.resolve("config.json"));
        Path generation = folder.resolve("generation_config.json");
        List<Integer> more =
                Files.exists(generation) ? ModelJson.read(generation).integers("eos_token_id") : List.of();
        return parse(config, more);
    }

    static LlamaConfig parse(JsonFields config, List<Integer> moreEndOfTurnIds) {
        refuseOtherArchitectures(config);
        refuse(config, "hidden_act", "silu");
        if (config.has("quantization_config")) {
            throw config.fault("quantization_config", "quantised Hugging Face folders are not read; use the fp16 one");
        }
        int hiddenSize = config.size("hidden_size");
        int heads = config.size("num_attention_heads");
        if (!config.has("head_dim") && hiddenSize % heads != 0) {
            throw config.fault("hidden_size", "expected a multiple of num_attention_heads, or head_dim beside it");
        }
        List<Integer> endOfTurnIds = Stream.concat(config.integers("eos_token_id").stream(), moreEndOfTurnIds.stream())
                .distinct()
                .toList();
        if (endOfTurnIds.isEmpty()) {
            throw config.fault("eos_token_id", "expected the id that ends an answer, or a list of them");
        }
        return new LlamaConfig(
                config.size("vocab_size"),
                hiddenSize,
                config.size("intermediate_size"),
                config.size("num_hidden_layers"),
                heads,
                config.size("num_key_value_heads", heads),
                config.size("head_dim", hiddenSize / heads),
                config.size("max_position_embeddings", 2048),
                config.number("rms_norm_eps", 1e-6),
                ropeTheta(config),
                ropeScaling(config),
                config.flag("tie_word_embeddings", false),
                config.flag("attention_bias", false),
                config.flag("mlp_bias", false),
                endOfTurnIds,
                config.integer("bos_token_id", -1),
                config.integer("pad_token_id", -1));
    }

    /** In the older form, which every version of transformers reads, and llama.cpp and vLLM with them. */
    public static ObjectNode toJson(LlamaConfig config) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putArray("architectures").add("LlamaForCausalLM");
        json.put("attention_bias", config.attentionBias());
        json.put("attention_dropout", 0.0);
        if (config.bosTokenId() >= 0) json.put("bos_token_id", config.bosTokenId());
        json.set("eos_token_id", endOfTurnIds(config));
        json.put("head_dim", config.headDim());
        json.put("hidden_act", "silu");
        json.put("hidden_size", config.hiddenSize());
        json.put("initializer_range", 0.02);
        json.put("intermediate_size", config.intermediateSize());
        json.put("max_position_embeddings", config.maxPositions());
        json.put("mlp_bias", config.mlpBias());
        json.put("model_type", "llama");
        json.put("num_attention_heads", config.heads());
        json.put("num_hidden_layers", config.layers());
        json.put("num_key_value_heads", config.kvHeads());
        if (config.padTokenId() >= 0) json.put("pad_token_id", config.padTokenId());
        json.put("rms_norm_eps", config.rmsNormEpsilon());
        json.set("rope_scaling", ropeScalingJson(config.ropeScaling()));
        json.put("rope_theta", config.ropeTheta());
        json.put("tie_word_embeddings", config.tiedEmbeddings());
        json.put("torch_dtype", "float32");
        json.put("use_cache", true);
        json.put("vocab_size", config.vocabularySize());
        return json;
    }

    /** One id as a number, several as a list: what transformers writes. */
    static JsonNode endOfTurnIds(LlamaConfig config) {
        List<Integer> ids = config.endOfTurnIds();
        if (ids.size() == 1) return JsonNodeFactory.instance.numberNode(ids.getFirst());
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        ids.forEach(list::add);
        return list;
    }

    private static void refuseOtherArchitectures(JsonFields config) {
        String architecture = config.has("architectures")
                ? String.join(", ", config.texts("architectures"))
                : config.text("model_type");
        switch (architecture) {
            case "LlamaForCausalLM", "llama" -> {}
            case "MistralForCausalLM", "mistral" -> {
                // The same network as Llama's, as long as attention reaches back without limit.
                if (config.has("sliding_window")) {
                    throw config.fault(
                            "sliding_window", "sliding-window attention is not in this build; expected null");
                }
            }
            default ->
                throw config.fault(
                        config.has("architectures") ? "architectures" : "model_type",
                        "this build computes LlamaForCausalLM, and MistralForCausalLM without a sliding window; "
                                + "Qwen2ForCausalLM and GPT2LMHeadModel are not in it yet. Take a base model of the Llama family");
        }
    }

    private static void refuse(JsonFields config, String field, String known) {
        if (!config.text(field, known).equals(known)) {
            throw config.fault(field, "this build computes %s only".formatted(known));
        }
    }

    private static double ropeTheta(JsonFields config) {
        double theta = config.has("rope_parameters")
                ? config.object("rope_parameters").number("rope_theta", config.number("rope_theta", 10_000))
                : config.number("rope_theta", 10_000);
        if (!(theta > 0)) throw config.fault("rope_theta", "expected a number above 0");
        return theta;
    }

    private static RopeScaling ropeScaling(JsonFields config) {
        if (config.number("partial_rotary_factor", 1) != 1) {
            throw config.fault("partial_rotary_factor", "this build rotates whole heads only");
        }
        if (config.has("rope_parameters")) return ropeScaling(config.object("rope_parameters"), config);
        if (config.has("rope_scaling")) return ropeScaling(config.object("rope_scaling"), config);
        return new RopeScaling.None();
    }

    private static RopeScaling ropeScaling(JsonFields rope, JsonFields config) {
        if (rope.number("partial_rotary_factor", 1) != 1) {
            throw rope.fault("partial_rotary_factor", "this build rotates whole heads only");
        }
        String field = rope.has("type") && !rope.has("rope_type") ? "type" : "rope_type";
        return switch (rope.text(field)) {
            case "default", "none" -> new RopeScaling.None();
            case "linear" -> new RopeScaling.Linear(factor(rope));
            case "llama3" ->
                new RopeScaling.Llama3(
                        factor(rope),
                        rope.number("low_freq_factor"),
                        rope.number("high_freq_factor"),
                        originalMaxPositions(rope, config));
            default ->
                throw rope.fault(
                        field,
                        "this build knows none, default, linear, llama3. Re-export the base model with one of them or add the type to RopeScaling");
        };
    }

    private static int originalMaxPositions(JsonFields rope, JsonFields config) {
        String field = "original_max_position_embeddings";
        if (rope.has(field)) return rope.size(field);
        return config.size(config.has(field) ? field : "max_position_embeddings");
    }

    private static double factor(JsonFields rope) {
        double factor = rope.number("factor");
        if (!(factor > 0)) throw rope.fault("factor", "expected a number above 0");
        return factor;
    }

    private static JsonNode ropeScalingJson(RopeScaling scaling) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        return switch (scaling) {
            case RopeScaling.None() -> JsonNodeFactory.instance.nullNode();
            case RopeScaling.Linear(double factor) ->
                json.put("rope_type", "linear").put("factor", factor);
            case RopeScaling.Llama3(double factor, double low, double high, int original) ->
                json.put("rope_type", "llama3")
                        .put("factor", factor)
                        .put("low_freq_factor", low)
                        .put("high_freq_factor", high)
                        .put("original_max_position_embeddings", original);
        };
    }
}
