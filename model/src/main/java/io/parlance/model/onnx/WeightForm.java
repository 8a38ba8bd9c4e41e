package io.parlance.model.onnx;

import java.io.IOException;
import java.util.Optional;

/** How the weights of one model are written into its graph: one class per {@link ServedForm}, one object per model. */
interface WeightForm {

    /**
     * Multiplies by a linear layer's weight.
     *
     * @param input name of the value of shape (..., weight.columns)
     * @return name of the product, shape (..., weight.rows)
     */
    String linear(OnnxGraph graph, String name, String input, Matrix weight) throws IOException;

    /**
     * Looks tokens up. Called before {@link #head}.
     *
     * @param ids name of the token ids
     * @param table one row per vocabulary entry
     * @return name of their rows
     */
    String embedding(OnnxGraph graph, String ids, Matrix table) throws IOException;

    /**
     * The logits.
     *
     * @param hidden name of the hidden states, shape (rows, hiddenSize)
     * @param untied the head's own weight; empty when it is the embedding's
     * @return name of the logits, shape (rows, vocabularySize)
     */
    String head(OnnxGraph graph, String hidden, Optional<Matrix> untied) throws IOException;
}
