package io.parlance.trainer.network;

import io.parlance.model.artifact.LlamaConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Writes the TorchScript functions of one network: shapes, precision and adapters are constants in the text, so every
 * function is straight-line code over tensors.
 *
 * <p>Several examples lie packed one after the other in one sequence of N tokens; only attention looks at where each
 * begins. So nothing is padded and no example sees another.
 */
final class NetworkCode {
    private static final String FP32 = "6";
    private static final String BF16 = "15";

    private final LlamaConfig config;
    private final Precision precision;
    private final Optional<LoraSettings> lora;
    private final StringBuilder code = new StringBuilder();

    private NetworkCode(LlamaConfig config, Precision precision, Optional<LoraSettings> lora) {
        this.config = config;
        this.precision = precision;
        this.lora = lora;
    }

    /** @param precision what the matrix products are computed in, not AUTO */
    static String of(LlamaConfig config, Precision precision, Optional<LoraSettings> lora) {
        NetworkCode network = new NetworkCode(config, precision, lora);
        network.writePreparation();
        network.writeEmbedding();
        network.writeLayer();
        network.writeHead();
        return network.code.toString();
    }

    /** Order of a layer's weights in the list that function {@code layer} takes. */
    static List<String> layerWeights(LlamaConfig config, int layer) {
        String prefix = "model.layers.%d.".formatted(layer);
        List<String> names = new ArrayList<>();
        names.add(prefix + "input_layernorm.weight");
        names.add(prefix + "post_attention_layernorm.weight");
        for (Projection projection : Projection.values()) {
            names.add(projection.path(layer) + ".weight");
        }
        for (Projection projection : Projection.values()) {
            if (hasBias(config, projection)) {
                names.add(projection.path(layer) + ".bias");
            }
        }
        return names;
    }

    private static boolean hasBias(LlamaConfig config, Projection projection) {
        return projection.isAttention() ? config.attentionBias() : config.mlpBias();
    }

    private void line(String format, Object... values) {
        code.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private void writePreparation() {
        line("  def for_products(self: __torch__.Network, w: Tensor) -> Tensor:");
        line("    return torch.clone(torch.detach(%s))", toProducts("w"));
    }

    private void writeEmbedding() {
        line("  def embed(self: __torch__.Network, table: Tensor, ids: Tensor) -> Tensor:");
        line("    return %s", toResidual("torch.embedding(table, ids)"));
    }

    /** x (N, hidden) fp32; cos and sin (N, 1, headDim); lengths of the packed examples, int64 on the CPU. */
    private void writeLayer() {
        String loraParameters = lora.isPresent() ? ", a: List[Tensor], b: List[Tensor]" : "";
        line(
                "  def layer(self: __torch__.Network, x: Tensor, cos: Tensor, sin: Tensor, lengths: Tensor, w: List[Tensor]%s) -> Tensor:",
                loraParameters);
        line("    h = %s", toProducts(norm("x", "w[0]")));
        writeLinear("q", "h", Projection.QUERY);
        writeLinear("k", "h", Projection.KEY);
        writeLinear("v", "h", Projection.VALUE);
        writeAttention();
        writeLinear("o", "c", Projection.OUTPUT);
        line("    r = torch.add(x, o)");
        line("    h2 = %s", toProducts(norm("r", "w[1]")));
        writeLinear("g", "h2", Projection.GATE);
        writeLinear("u", "h2", Projection.UP);
        line("    s = torch.mul(torch.silu(g), u)");
        writeLinear("d", "s", Projection.DOWN);
        line("    return torch.add(r, d)");
    }

    private void writeLinear(String y, String x, Projection projection) {
        int weight = 2 + projection.ordinal();
        String bias = hasBias(config, projection) ? "w[%d]".formatted(biasIndex(projection)) : "None";
        line("    %s = torch.linear(%s, w[%d], %s)", y, x, weight, bias);
        lora.filter(settings -> settings.targets().contains(projection)).ifPresent(settings -> {
            int index = List.copyOf(settings.targets()).indexOf(projection);
            String input = settings.dropout() > 0
                    ? "torch.dropout(%s, %s, self.training)".formatted(x, settings.dropout())
                    : x;
            line("    %s_a = torch.linear(%s, %s)", y, input, toProducts("a[%d]".formatted(index)));
            line(
                    "    %s = torch.addmm(%s, %s_a, torch.t(%s))",
                    y, y, y, toProducts("torch.mul(b[%d], %s)".formatted(index, settings.scale())));
        });
    }

    private int biasIndex(Projection projection) {
        int index = 2 + Projection.values().length;
        for (Projection earlier : Projection.values()) {
            if (earlier == projection) {
                return index;
            }
            index += hasBias(config, earlier) ? 1 : 0;
        }
        throw new IllegalStateException("no such projection: " + projection);
    }

    /** GQA (arXiv:2305.13245): each key/value head serves heads / kvHeads query heads. Rotary: arXiv:2104.09864. */
    private void writeAttention() {
        int heads = config.heads();
        int kvHeads = config.kvHeads();
        int headDim = config.headDim();
        line("    n = torch.size(x, 0)");
        line("    q3 = %s", rotated("torch.view(q, [n, %d, %d])".formatted(heads, headDim)));
        line("    k3 = %s", rotated("torch.view(k, [n, %d, %d])".formatted(kvHeads, headDim)));
        line("    v3 = torch.view(v, [n, %d, %d])", kvHeads, headDim);
        if (kvHeads != heads) {
            for (String name : List.of("k3", "v3")) {
                line(
                        "    %1$s = torch.reshape(torch.expand(torch.unsqueeze(%1$s, 2), [n, %2$d, %3$d, %4$d]), [n, %5$d, %4$d])",
                        name, kvHeads, heads / kvHeads, headDim, heads);
            }
        }
        line("    sizes = annotate(List[int], [])");
        line("    for i in range(torch.size(lengths, 0)):");
        line("      _0 = torch.append(sizes, int(torch.select(lengths, 0, i)))");
        line("    qs = torch.split_with_sizes(q3, sizes)");
        line("    ks = torch.split_with_sizes(k3, sizes)");
        line("    vs = torch.split_with_sizes(v3, sizes)");
        line("    cs = annotate(List[Tensor], [])");
        line("    for i in range(torch.len(sizes)):");
        for (String name : List.of("q", "k", "v")) {
            line("      %1$s4 = torch.unsqueeze(torch.transpose(%1$ss[i], 0, 1), 0)", name);
        }
        line("      c4 = torch.scaled_dot_product_attention(q4, k4, v4, None, 0., True)");
        line("      c2 = torch.reshape(torch.transpose(torch.squeeze(c4, 0), 0, 1), [-1, %d])", heads * headDim);
        line("      _1 = torch.append(cs, c2)");
        line("    c = torch.cat(cs)");
    }

    /** Half-split rotary embedding; the table of sines carries the sign of the first half. */
    private String rotated(String x) {
        return "torch.addcmul(torch.mul(%1$s, cos), torch.roll(%1$s, [%2$d], [2]), sin)"
                .formatted(x, config.headDim() / 2);
    }

    /**
     * Final norm at the supervised positions, then logits and cross-entropy in chunks of rows with the gradient
     * written by hand: the logits of a whole pass are never held.
     */
    private void writeHead() {
        line("  def final_norm(self: __torch__.Network, x: Tensor, w: Tensor, rows: Tensor) -> Tensor:");
        line("    return %s", norm("torch.index_select(x, 0, rows)", "w"));
        line("  def logits(self: __torch__.Network, h: Tensor, w: Tensor) -> Tensor:");
        line("    return %s", toResidual("torch.linear(%s, w)".formatted(toProducts("h"))));
        writeLoss("loss", false);
        writeLoss("loss_and_head_gradient", true);
        line("  def score(self: __torch__.Network, h: Tensor, w: Tensor, targets: Tensor) -> List[Tensor]:");
        openChunks();
        line("      nll = torch.add(nll, torch.sum(torch.sub(lse, torch.gather(z, 1, t)), dtype=7))");
        line("      right = torch.add(right, torch.sum(torch.eq(torch.argmax(z, 1, True), t)))");
        line("    return [nll, right]");
    }

    private void writeLoss(String name, boolean headGradient) {
        line(
                "  def %s(self: __torch__.Network, h: Tensor, w: Tensor, targets: Tensor, scale: Tensor) -> List[Tensor]:",
                name);
        openChunks();
        line("      nll = torch.add(nll, torch.sum(torch.sub(lse, torch.gather(z, 1, t)), dtype=7))");
        line("      p = torch.exp_(torch.sub_(z, lse))");
        line("      p = torch.scatter_add_(p, 1, t, torch.neg(torch.ones_like(lse)))");
        line("      p = %s", toProducts("torch.mul_(p, scale)"));
        line("      _0 = torch.append(grads, %s)", toResidual("torch.mm(p, w)"));
        if (headGradient) {
            line("      dw = torch.add(dw, %s)", toResidual("torch.mm(torch.t(p), %s)".formatted(toProducts("hs[i]"))));
        }
        line("    return [nll, torch.cat(grads)%s]", headGradient ? ", dw" : "");
    }

    private void openChunks() {
        line("    nll = torch.zeros([], dtype=7, device=ops.prim.device(h))");
        line("    right = torch.zeros([], dtype=4, device=ops.prim.device(h))");
        line("    dw = torch.zeros([], dtype=6, device=ops.prim.device(h))");
        line("    grads = annotate(List[Tensor], [])");
        line("    hs = torch.split(h, 128)");
        line("    ts = torch.split(targets, 128)");
        line("    for i in range(torch.len(hs)):");
        line("      z = %s", toResidual("torch.linear(%s, w)".formatted(toProducts("hs[i]"))));
        line("      t = torch.unsqueeze(ts[i], 1)");
        line("      lse = torch.logsumexp(z, [1], True)");
    }

    private String norm(String x, String weight) {
        return "torch.rms_norm(%s, [%d], %s, %s)".formatted(x, config.hiddenSize(), weight, config.rmsNormEpsilon());
    }

    private String toProducts(String x) {
        return precision == Precision.BF16 ? "torch.to(%s, %s)".formatted(x, BF16) : x;
    }

    private String toResidual(String x) {
        return precision == Precision.BF16 ? "torch.to(%s, %s)".formatted(x, FP32) : x;
    }
}
