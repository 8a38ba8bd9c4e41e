package io.parlance.model.artifact;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Which tensors a network of the Llama family has, by their Hugging Face names. */
public final class LlamaTensors {
    private LlamaTensors() {}

    /** Names and shapes, from the embedding to the head; a tied head is none. */
    public static SequencedMap<String, List<Long>> shapes(LlamaConfig config) {
        long hidden = config.hiddenSize();
        long inner = config.intermediateSize();
        long queries = (long) config.heads() * config.headDim();
        long keys = (long) config.kvHeads() * config.headDim();
        SequencedMap<String, List<Long>> shapes = new LinkedHashMap<>();
        shapes.put("model.embed_tokens.weight", List.of((long) config.vocabularySize(), hidden));
        for (int layer = 0; layer < config.layers(); layer++) {
            String prefix = "model.layers.%d.".formatted(layer);
            String attention = prefix + "self_attn.";
            String feedForward = prefix + "mlp.";
            shapes.put(prefix + "input_layernorm.weight", List.of(hidden));
            linear(shapes, attention + "q_proj", queries, hidden, config.attentionBias());
            linear(shapes, attention + "k_proj", keys, hidden, config.attentionBias());
            linear(shapes, attention + "v_proj", keys, hidden, config.attentionBias());
            linear(shapes, attention + "o_proj", hidden, queries, config.attentionBias());
            shapes.put(prefix + "post_attention_layernorm.weight", List.of(hidden));
            linear(shapes, feedForward + "gate_proj", inner, hidden, config.mlpBias());
            linear(shapes, feedForward + "up_proj", inner, hidden, config.mlpBias());
            linear(shapes, feedForward + "down_proj", hidden, inner, config.mlpBias());
        }
        shapes.put("model.norm.weight", List.of(hidden));
        if (!config.tiedEmbeddings()) {
            shapes.put("lm_head.weight", List.of((long) config.vocabularySize(), hidden));
        }
        return Collections.unmodifiableSequencedMap(shapes);
    }

    /**
     * Weights that hold every tensor of the network in its shape; others, which old exports have, are passed over.
     *
     * @param source what error messages call them
     * @throws ModelFormatException naming the first tensor that is missing or of another shape
     */
    public static Weights check(String source, LlamaConfig config, Weights weights) {
        for (Map.Entry<String, List<Long>> expected : shapes(config).entrySet()) {
            String name = expected.getKey();
            if (!weights.names().contains(name)) {
                throw new ModelFormatException(
                        "%s: tensor %s is missing; a shard was not fetched, or the configuration is another model's"
                                .formatted(source, name));
            }
            List<Long> shape = weights.shape(name);
            if (!shape.equals(expected.getValue())) {
                throw new ModelFormatException(
                        "%s: tensor %s has shape %s, the configuration says %s; one of them is another model's"
                                .formatted(source, name, shape, expected.getValue()));
            }
        }
        return weights;
    }

    private static void linear(
            SequencedMap<String, List<Long>> shapes, String module, long out, long in, boolean bias) {
        shapes.put(module + ".weight", List.of(out, in));
        if (bias) shapes.put(module + ".bias", List.of(out));
    }
}
