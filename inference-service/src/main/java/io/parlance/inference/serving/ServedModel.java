package io.parlance.inference.serving;

import io.parlance.model.onnx.GenerationEngine;
import io.parlance.model.text.ChatFormat;
import io.parlance.model.text.Tokenizer;

/**
 * A model in memory that answers.
 *
 * @param offer what it was loaded from
 * @param engine owned by whoever holds the model
 * @param vocabularySize of the network, which may be padded beyond the tokenizer's
 * @param longestTokenBytes most UTF-8 bytes that one token stands for
 */
public record ServedModel(
        ModelOffer offer,
        ChatFormat chatFormat,
        GenerationEngine engine,
        int contextTokens,
        int vocabularySize,
        int longestTokenBytes) {

    public String id() {
        return offer.id();
    }

    public Tokenizer tokenizer() {
        return chatFormat.tokenizer();
    }

    /** Changes exactly when the model's files do. */
    public String fingerprint() {
        return "fp_" + offer.artifact().sha256().substring(0, 16);
    }
}
