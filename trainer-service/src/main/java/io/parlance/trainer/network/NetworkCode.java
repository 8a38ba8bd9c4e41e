package io.parlance.trainer.network;

import io.parlance.model.artifact.LlamaConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes the TorchScript functions of one network: shapes, precision and adapters are constants in the text, so every
 * function is straight-line code over tensors. Gradients are written by hand; PyTorch's autograd takes no part.
 *
 * <p>N is the number of tokens of a pass (see {@link PackedExamples}). The residual stream is fp32; "products" are in
 * the precision chosen.
 */
final class NetworkCode {
    private NetworkCode() {}

    /**
     * @param precision what the matrix products are computed in, not AUTO
     * @param lora the adapters that are trained; empty trains the base's own weights
     */
    static String of(LlamaConfig config, Precision precision, Optional<LoraSettings> lora) {
        TorchText text = new TorchText(precision);
        new HeadCode(config, text, lora.isEmpty()).write();
        new LayerCode(config, text, lora).write();
        return text.toString();
    }

    /** Order of a layer's weights in the list that the layer functions take. */
    static List<String> layerWeights(LlamaConfig config, int layer) {
        String prefix = "model.layers.%d.".formatted(layer);
        List<String> names = new ArrayList<>();
        names.add(prefix + "input_layernorm.weight");
        names.add(prefix + "post_attention_layernorm.weight");
        for (Projection projection : Projection.values()) {
            names.add(projection.path(layer) + ".weight");
        }
        for (Projection projection : Projection.values()) {
            if (projection.hasBias(config)) {
                names.add(projection.path(layer) + ".bias");
            }
        }
        return names;
    }
}
