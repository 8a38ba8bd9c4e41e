package io.parlance.model.artifact;

import java.util.List;

/**
 * The shape of a network of the Llama family, as {@code config.json} or a GGUF header states it.
 *
 * @param hiddenSize width of the residual stream
 * @param intermediateSize inner width of the gated feed-forward part
 * @param kvHeads key/value heads, each shared by {@code heads / kvHeads} query heads
 * @param headDim width of one head; not necessarily {@code hiddenSize / heads}
 * @param maxPositions longest sequence the model was trained for, tokens
 * @param endOfTurnIds ids that end an answer ({@code eos_token_id}, one or several)
 * @param bosTokenId first token of a text, or -1 when there is none
 * @param padTokenId or -1 when there is none
 */
public record LlamaConfig(
        int vocabularySize,
        int hiddenSize,
        int intermediateSize,
        int layers,
        int heads,
        int kvHeads,
        int headDim,
        int maxPositions,
        double rmsNormEpsilon,
        double ropeTheta,
        RopeScaling ropeScaling,
        boolean tiedEmbeddings,
        boolean attentionBias,
        boolean mlpBias,
        List<Integer> endOfTurnIds,
        int bosTokenId,
        int padTokenId) {
    public LlamaConfig {
        endOfTurnIds = List.copyOf(endOfTurnIds);
        if (heads < 1 || kvHeads < 1 || heads % kvHeads != 0) {
            throw new ModelFormatException(
                    "config.json: num_attention_heads is %d and num_key_value_heads %d; the first must be a multiple of the second"
                            .formatted(heads, kvHeads));
        }
        if (headDim < 2 || headDim % 2 != 0) {
            throw new ModelFormatException("config.json: head_dim is %d, expected an even number".formatted(headDim));
        }
    }
}
