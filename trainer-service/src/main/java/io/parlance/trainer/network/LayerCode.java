package io.parlance.trainer.network;

import io.parlance.model.artifact.LlamaConfig;
import io.parlance.trainer.network.LinearCode.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A decoder layer, forward and backward. Forward gives its output and what backward needs; backward gives the gradient
 * by its input and adds to the gradients of what is trained.
 */
final class LayerCode {
    private static final String TABLE =
            "cos: Tensor, sin: Tensor, queries: Tensor, keys: Tensor, slots: Tensor, mask: Tensor, w: List[Tensor]";

    private final LlamaConfig config;
    private final TorchText text;
    private final Optional<LoraSettings> lora;
    private final NormCode norm;
    private final AttentionCode attention;
    private final LinearCode intoAttention;
    private final LinearCode outOfAttention;
    private final LinearCode intoFeedForward;
    private final LinearCode outOfFeedForward;

    LayerCode(LlamaConfig config, TorchText text, Optional<LoraSettings> lora) {
        this.config = config;
        this.text = text;
        this.lora = lora;
        norm = new NormCode(config, text);
        attention = new AttentionCode(config, text);
        intoAttention = linear(
                "h",
                new Output("q", Projection.QUERY),
                new Output("k", Projection.KEY),
                new Output("v", Projection.VALUE));
        outOfAttention = linear("c", new Output("o", Projection.OUTPUT));
        intoFeedForward = linear("f", new Output("u", Projection.UP), new Output("e", Projection.GATE));
        outOfFeedForward = linear("i", new Output("y", Projection.DOWN));
    }

    private LinearCode linear(String input, Output... outputs) {
        return new LinearCode(config, text, lora, input, outputs);
    }

    void write() {
        writeForward();
        writeBackward();
    }

    private List<String> saved() {
        List<String> names = new ArrayList<>(List.of("x", "r", "h", "q", "k", "v", "p", "c", "z", "rz", "f", "u", "e"));
        names.addAll(intoAttention.saved());
        names.addAll(outOfAttention.saved());
        names.addAll(intoFeedForward.saved());
        names.addAll(outOfFeedForward.saved());
        return names;
    }

    /** x (N, hidden) fp32. */
    private void writeForward() {
        String adapters = lora.isPresent() ? ", a: List[Tensor], b: List[Tensor]" : "";
        text.function("layer", "x: Tensor, " + TABLE + adapters, "List[Tensor]");
        norm.writeForward("h", "r", "x", "w[0]");
        text.set("h", text.toProducts("h"));
        intoAttention.writeForward();
        attention.writeForward();
        outOfAttention.writeForward();
        text.set("z", "torch.add(x, o)");
        norm.writeForward("f", "rz", "z", "w[1]");
        text.set("f", text.toProducts("f"));
        intoFeedForward.writeForward();
        text.set("i", "torch.mul_(torch.silu(e), u)");
        outOfFeedForward.writeForward();
        text.line("    return [torch.add(z, y), %s]", String.join(", ", saved()));
    }

    /** dx (N, hidden) fp32, overwritten. */
    private void writeBackward() {
        boolean trainsBase = lora.isEmpty();
        String gradients = trainsBase
                ? ", gw: List[Tensor]"
                : ", a: List[Tensor], b: List[Tensor], ga: List[Tensor], gb: List[Tensor]";
        text.function("layer_backward", "dx: Tensor, " + TABLE + ", saved: List[Tensor]" + gradients, "Tensor");
        List<String> saved = saved();
        for (int i = 0; i < saved.size(); i++) {
            text.set(saved.get(i), "saved[%d]", i);
        }
        text.set("act", "torch.silu(e)");
        text.set("i", "torch.mul(act, u)");
        text.set("d_y", text.toProducts("dx"));
        outOfFeedForward.writeBackward(trainsBase);
        text.set("d_u", "torch.mul(d_i, act)");
        text.set("d_e", "torch.silu_backward(torch.mul(d_i, u), e)");
        intoFeedForward.writeBackward(trainsBase);
        text.set("d_f", text.toResidual("d_f"));
        if (trainsBase) {
            norm.writeWeightGradient("gw[1]", "d_f", "z", "rz");
        }
        norm.writeBackward("dz", "d_f", "z", "rz", "w[1]", "dx");
        text.set("d_o", text.toProducts("dz"));
        outOfAttention.writeBackward(trainsBase);
        attention.writeBackward();
        intoAttention.writeBackward(trainsBase);
        text.set("d_h", text.toResidual("d_h"));
        if (trainsBase) {
            norm.writeWeightGradient("gw[0]", "d_h", "x", "r");
        }
        norm.writeBackward("dx", "d_h", "x", "r", "w[0]", "dz");
        text.line("    return dx");
    }
}
