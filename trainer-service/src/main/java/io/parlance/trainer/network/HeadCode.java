package io.parlance.trainer.network;

import io.parlance.model.artifact.LlamaConfig;

/**
 * What lies before and after the layers: embedding, final norm at the supervised positions, logits and cross-entropy.
 * The last two go in chunks of rows, so that the logits of a whole pass are never held.
 */
final class HeadCode {
    private static final int CHUNK_ROWS = 128;

    private final LlamaConfig config;
    private final TorchText text;
    private final boolean trainsBase;

    HeadCode(LlamaConfig config, TorchText text, boolean trainsBase) {
        this.config = config;
        this.text = text;
        this.trainsBase = trainsBase;
    }

    void write() {
        text.function("for_products", "w: Tensor", "Tensor");
        text.line("    return torch.clone(%s)", text.toProducts("w"));
        text.function("embed", "table: Tensor, ids: Tensor", "Tensor");
        text.line("    return %s", text.toResidual("torch.embedding(table, ids)"));
        text.function("embed_backward", "dx: Tensor, ids: Tensor, gradient: Tensor", "Tensor");
        text.line("    return torch.index_add_(gradient, 0, ids, dx)");
        writeFinalNorm();
        text.function("logits", "h: Tensor, w: Tensor", "Tensor");
        text.line("    return %s", text.toResidual("torch.linear(%s, w)".formatted(text.toProducts("h"))));
        writeLoss();
        writeScore();
    }

    /** rows: the N tokens' supervised ones. */
    private void writeFinalNorm() {
        NormCode norm = new NormCode(config, text);
        text.function("final_norm", "x: Tensor, w: Tensor, rows: Tensor", "List[Tensor]");
        text.set("xs", "torch.index_select(x, 0, rows)");
        norm.writeForward("h", "r", "xs", "w");
        text.line("    return [h, xs, r]");
        String gradient = trainsBase ? ", gradient: Tensor" : "";
        text.function(
                "final_norm_backward",
                "dh: Tensor, x: Tensor, xs: Tensor, r: Tensor, w: Tensor, rows: Tensor" + gradient,
                "Tensor");
        norm.writeBackward("dxs", "dh", "xs", "r", "w", "torch.zeros_like(xs)");
        if (trainsBase) {
            norm.writeWeightGradient("gradient", "dh", "xs", "r");
        }
        text.line("    return torch.index_copy_(torch.zeros_like(x), 0, rows, dxs)");
    }

    /** Gives the summed negative log-likelihood (fp64), and scale times its gradient by h. */
    private void writeLoss() {
        String gradient = trainsBase ? ", gradient: Tensor" : "";
        text.function("loss", "h: Tensor, w: Tensor, targets: Tensor, scale: Tensor" + gradient, "List[Tensor]");
        text.set("grads", "annotate(List[Tensor], [])");
        openChunks();
        text.line("      p = torch.exp_(torch.sub_(z, lse))");
        text.line("      p = torch.scatter_add_(p, 1, t, torch.neg(torch.ones_like(lse)))");
        text.line("      p = %s", text.toProducts("torch.mul_(p, scale)"));
        text.line("      _ = torch.append(grads, %s)", text.toResidual("torch.mm(p, w)"));
        if (trainsBase) {
            text.line("      _1 = torch.add_(gradient, %s)", text.toResidual("torch.mm(torch.t(p), hc)"));
        }
        text.line("    return [nll, torch.cat(grads)]");
    }

    private void writeScore() {
        text.function("score", "h: Tensor, w: Tensor, targets: Tensor", "List[Tensor]");
        text.set("right", "torch.zeros([], dtype=4, device=ops.prim.device(h))");
        openChunks();
        text.line("      right = torch.add(right, torch.sum(torch.eq(torch.argmax(z, 1, True), t)))");
        text.line("    return [nll, right]");
    }

    private void openChunks() {
        text.set("nll", "torch.zeros([], dtype=7, device=ops.prim.device(h))");
        text.set("hs", "torch.split(h, %d)", CHUNK_ROWS);
        text.set("ts", "torch.split(targets, %d)", CHUNK_ROWS);
        text.line("    for i in range(torch.len(hs)):");
        text.line("      hc = %s", text.toProducts("hs[i]"));
        text.line("      z = %s", text.toResidual("torch.linear(hc, w)"));
        text.line("      t = torch.unsqueeze(ts[i], 1)");
        text.line("      lse = torch.logsumexp(z, [1], True)");
        text.line("      nll = torch.add(nll, torch.sum(torch.sub(lse, torch.gather(z, 1, t)), dtype=7))");
    }
}
