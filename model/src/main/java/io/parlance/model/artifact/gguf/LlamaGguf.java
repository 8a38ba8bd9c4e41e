package io.parlance.model.artifact.gguf;

import io.parlance.model.artifact.LlamaConfig;
import io.parlance.model.artifact.ModelFormatException;
import io.parlance.model.artifact.RopeScaling;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How llama.cpp's converter writes a network of the Llama family: its metadata keys and tensor names. */
final class LlamaGguf {
    private static final Pattern BLOCK = Pattern.compile("blk\\.(\\d+)\\.(\\w+)\\.(weight|bias)");
    private static final Map<String, String> OUTER = Map.of(
            "token_embd.weight", "model.embed_tokens.weight",
            "output_norm.weight", "model.norm.weight",
            "output.weight", "lm_head.weight");
    private static final Map<String, String> INNER = Map.of(
            "attn_norm", "input_layernorm",
            "attn_q", "self_attn.q_proj",
            "attn_k", "self_attn.k_proj",
            "attn_v", "self_attn.v_proj",
            "attn_output", "self_attn.o_proj",
            "ffn_norm", "post_attention_layernorm",
            "ffn_gate", "mlp.gate_proj",
            "ffn_up", "mlp.up_proj",
            "ffn_down", "mlp.down_proj");

    private LlamaGguf() {}

    static LlamaConfig config(GgufFile file) {
        GgufMetadata metadata = file.metadata();
        if (!metadata.text("general.architecture").equals("llama")) {
            throw metadata.fault(
                    "general.architecture", "this build computes llama only. Take a base model of the Llama family");
        }
        if (metadata.integer("llama.expert_count", 0) > 0) {
            throw metadata.fault("llama.expert_count", "mixtures of experts are not in this build");
        }
        int hiddenSize = metadata.integer("llama.embedding_length");
        int heads = metadata.integer("llama.attention.head_count");
        if (heads < 1) throw metadata.fault("llama.attention.head_count", "expected at least 1");
        int headDim = metadata.integer("llama.attention.key_length", hiddenSize / heads);
        if (metadata.integer("llama.rope.dimension_count", headDim) != headDim) {
            throw metadata.fault(
                    "llama.rope.dimension_count", "this build rotates whole heads only, of %d".formatted(headDim));
        }
        return new LlamaConfig(
                vocabularySize(file),
                hiddenSize,
                metadata.integer("llama.feed_forward_length"),
                metadata.integer("llama.block_count"),
                heads,
                metadata.integer("llama.attention.head_count_kv", heads),
                headDim,
                metadata.integer("llama.context_length"),
                metadata.number("llama.attention.layer_norm_rms_epsilon", 1e-5),
                metadata.number("llama.rope.freq_base", 10_000),
                ropeScaling(file),
                !file.tensors().containsKey("output.weight"),
                file.tensors().containsKey("blk.0.attn_q.bias"),
                file.tensors().containsKey("blk.0.ffn_gate.bias"),
                endOfTurnIds(metadata),
                metadata.integer("tokenizer.ggml.bos_token_id", -1),
                metadata.integer("tokenizer.ggml.padding_token_id", -1));
    }

    /** The Hugging Face name of a tensor. @throws ModelFormatException for a tensor that Llama does not have */
    static String huggingFaceName(GgufFile file, String name) {
        if (OUTER.containsKey(name)) return OUTER.get(name);
        Matcher block = BLOCK.matcher(name);
        if (block.matches() && INNER.containsKey(block.group(2))) {
            return "model.layers.%s.%s.%s".formatted(block.group(1), INNER.get(block.group(2)), block.group(3));
        }
        throw new ModelFormatException(
                "%s: tensor %s belongs to no network this build computes. Take a base model of the Llama family"
                        .formatted(file.path(), name));
    }

    /** How many heads' rows a tensor holds in llama.cpp's order, if it does: the query and key projections. */
    static Optional<Integer> permutedHeads(String huggingFaceName, LlamaConfig config) {
        if (huggingFaceName.contains(".q_proj.")) return Optional.of(config.heads());
        if (huggingFaceName.contains(".k_proj.")) return Optional.of(config.kvHeads());
        return Optional.empty();
    }

    private static int vocabularySize(GgufFile file) {
        GgufTensor embedding = file.tensors().get("token_embd.weight");
        if (embedding == null || embedding.shape().size() != 2) {
            throw new ModelFormatException(
                    "%s: has no matrix token_embd.weight, so it is no language model".formatted(file.path()));
        }
        return Math.toIntExact(embedding.shape().getFirst());
    }

    private static RopeScaling ropeScaling(GgufFile file) {
        if (file.tensors().containsKey("rope_freqs.weight")) {
            throw new ModelFormatException(
                    "%s: holds rope_freqs.weight (Llama 3.1's rope scaling as a tensor), which this build does not read from GGUF; take the model as a Hugging Face folder"
                            .formatted(file.path()));
        }
        GgufMetadata metadata = file.metadata();
        String key = "llama.rope.scaling.type";
        return switch (metadata.textIfAny(key).orElse("none")) {
            case "none" -> new RopeScaling.None();
            case "linear" -> new RopeScaling.Linear(metadata.number("llama.rope.scaling.factor", 1));
            default ->
                throw metadata.fault(
                        key, "this build knows none and linear in a GGUF. Take the model as a Hugging Face folder");
        };
    }

    private static List<Integer> endOfTurnIds(GgufMetadata metadata) {
        List<Integer> ids = new ArrayList<>();
        ids.add(metadata.integer("tokenizer.ggml.eos_token_id"));
        int endOfTurn = metadata.integer("tokenizer.ggml.eot_token_id", -1);
        if (endOfTurn >= 0 && !ids.contains(endOfTurn)) ids.add(endOfTurn);
        return ids;
    }
}
