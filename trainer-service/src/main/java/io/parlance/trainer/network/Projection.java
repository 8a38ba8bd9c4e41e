package io.parlance.trainer.network;

import io.parlance.model.artifact.LlamaConfig;
import java.util.Arrays;

/** The seven linear maps of a decoder layer, by their Hugging Face names. */
public enum Projection {
    QUERY("self_attn", "q_proj"),
    KEY("self_attn", "k_proj"),
    VALUE("self_attn", "v_proj"),
    OUTPUT("self_attn", "o_proj"),
    GATE("mlp", "gate_proj"),
    UP("mlp", "up_proj"),
    DOWN("mlp", "down_proj");

    private final String part;
    private final String shortName;

    Projection(String part, String shortName) {
        this.part = part;
        this.shortName = shortName;
    }

    /** As PEFT names it in {@code target_modules}: {@code q_proj}. */
    public String shortName() {
        return shortName;
    }

    /** @return {@code model.layers.<layer>.self_attn.q_proj} */
    public String path(int layer) {
        return "model.layers.%d.%s.%s".formatted(layer, part, shortName);
    }

    int inputs(LlamaConfig config) {
        return switch (this) {
            case QUERY, KEY, VALUE, GATE, UP -> config.hiddenSize();
            case OUTPUT -> config.heads() * config.headDim();
            case DOWN -> config.intermediateSize();
        };
    }

    int outputs(LlamaConfig config) {
        return switch (this) {
            case QUERY -> config.heads() * config.headDim();
            case KEY, VALUE -> config.kvHeads() * config.headDim();
            case OUTPUT, DOWN -> config.hiddenSize();
            case GATE, UP -> config.intermediateSize();
        };
    }

    boolean hasBias(LlamaConfig config) {
        return part.equals("self_attn") ? config.attentionBias() : config.mlpBias();
    }

    /** Place of its matrix among {@link NetworkCode#layerWeights}: after the two norms. */
    int weightIndex() {
        return 2 + ordinal();
    }

    /** Place of its bias there, when it has one: after all matrices. */
    int biasIndex(LlamaConfig config) {
        int earlier = (int) Arrays.stream(values())
                .limit(ordinal())
                .filter(other -> other.hasBias(config))
                .count();
        return 2 + values().length + earlier;
    }
}
