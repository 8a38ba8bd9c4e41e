package io.parlance.trainer.network;

import io.parlance.model.artifact.LlamaConfig;

/**
 * Rotary embedding (arXiv:2104.09864) and grouped-query attention (arXiv:2305.13245) over the table of
 * {@link PackedExamples}: G spans, S query slots, K key slots of which the first P are shared. The queries that share a
 * key/value head are one matrix of (heads / kvHeads) S rows, so keys and values are never repeated.
 */
final class AttentionCode {
    /** Probabilities of more values than this are computed again in backward instead of kept. */
    private static final int LARGEST_KEPT = 4_000_000;

    private final TorchText text;
    private final int kvHeads;
    private final int group;
    private final int headDim;
    private final double scale;

    AttentionCode(LlamaConfig config, TorchText text) {
        this.text = text;
        this.kvHeads = config.kvHeads();
        this.group = config.heads() / config.kvHeads();
        this.headDim = config.headDim();
        this.scale = 1 / Math.sqrt(headDim);
    }

    /** q, k, v (N, heads * headDim) to rotated and scaled q, rotated k, probabilities p (or nothing), output c. */
    void writeForward() {
        text.set("q", "torch.mul(%s, %s)", rotated("q", kvHeads * group), scale);
        text.set("k", rotated("k", kvHeads));
        writeTables();
        writeProbabilities("p");
        text.set("c", "torch.index_select(%s, 0, slots)", queriesToRows("torch.bmm(p, vt)"));
        text.line("    if torch.gt(torch.numel(p), %d):", LARGEST_KEPT);
        text.line("      p = torch.empty([0], dtype=6, device=ops.prim.device(x))");
    }

    /** d_c (N, heads * headDim) to d_q, d_k, d_v; q is the scaled one. */
    void writeBackward() {
        writeTables();
        text.line("    if torch.eq(torch.numel(p), 0):");
        text.line("  %s", probabilities("p").stripTrailing().replace("\n", "\n  "));
        text.set(
                "dc",
                "torch.index_copy_(torch.zeros([torch.mul(g, s), %d], dtype=ops.prim.dtype(d_c), device=ops.prim.device(d_c)), 0, slots, d_c)",
                kvHeads * group * headDim);
        text.set("dct", queriesToTable("dc"));
        text.set("dvt", "torch.bmm(torch.transpose(p, 1, 2), dct)");
        text.set(
                "ds",
                "torch._softmax_backward_data(torch.bmm(dct, torch.transpose(vt, 1, 2)), p, -1, ops.prim.dtype(p))");
        text.set("dq", "torch.index_select(%s, 0, slots)", queriesToRows("torch.bmm(ds, kt)"));
        text.set("d_q", unrotated("torch.mul(dq, %s)".formatted(scale), kvHeads * group));
        writeKeyGradient("dk", "torch.bmm(torch.transpose(ds, 1, 2), qt)");
        text.set("d_k", unrotated("dk", kvHeads));
        writeKeyGradient("d_v", "dvt");
    }

    private void writeTables() {
        text.set("g", "torch.size(mask, 0)");
        text.set("s", "torch.size(mask, 2)");
        text.set("m", "torch.size(mask, 3)");
        text.set("qt", queriesToTable("torch.index_select(q, 0, queries)"));
        text.set("kt", keysToTable("torch.index_select(k, 0, keys)"));
        text.set("vt", keysToTable("torch.index_select(v, 0, keys)"));
    }

    private void writeProbabilities(String p) {
        text.line("%s", probabilities(p).stripTrailing());
    }

    private String probabilities(String p) {
        return """
                    scores = torch.view(torch.bmm(qt, torch.transpose(kt, 1, 2)), [g, %1$d, s, m])
                    %2$s = torch.view(torch.softmax(torch.add_(scores, mask), -1), [torch.mul(g, %3$d), torch.mul(s, %4$d), m])
                """.formatted(kvHeads * group, p, kvHeads, group);
    }

    /** (G S, heads headDim) to (G kvHeads, group S, headDim). */
    private String queriesToTable(String rows) {
        return "torch.reshape(torch.permute(torch.view(%s, [g, s, %d, %d]), [0, 2, 1, 3]), [torch.mul(g, %d), torch.mul(s, %d), %d])"
                .formatted(rows, kvHeads * group, headDim, kvHeads, group, headDim);
    }

    /** The way back. */
    private String queriesToRows(String table) {
        return "torch.reshape(torch.permute(torch.view(%s, [g, %d, s, %d]), [0, 2, 1, 3]), [torch.mul(g, s), %d])"
                .formatted(table, kvHeads * group, headDim, kvHeads * group * headDim);
    }

    /** (G K, kvHeads headDim) to (G kvHeads, K, headDim). */
    private String keysToTable(String rows) {
        return "torch.reshape(torch.permute(torch.view(%s, [g, m, %d, %d]), [0, 2, 1, 3]), [torch.mul(g, %d), m, %d])"
                .formatted(rows, kvHeads, headDim, kvHeads, headDim);
    }

    /** A token's own key gets what its span gives; the shared ones get the sum over all spans. */
    private void writeKeyGradient(String gradient, String table) {
        text.set("rows", "torch.permute(torch.view(%s, [g, %d, m, %d]), [0, 2, 1, 3])", table, kvHeads, headDim);
        text.set(
                gradient,
                "torch.index_select(torch.reshape(torch.narrow(rows, 1, torch.sub(m, s), s), [torch.mul(g, s), %d]), 0, slots)",
                kvHeads * headDim);
        text.line("    if torch.gt(m, s):");
        text.line(
                "      _ = torch.add_(torch.narrow(%s, 0, 0, torch.sub(m, s)), torch.reshape(torch.sum(torch.narrow(rows, 1, 0, torch.sub(m, s)), [0]), [torch.sub(m, s), %d]))",
                gradient, kvHeads * headDim);
    }

    /** Half-split rotation; the table of sines carries the sign of the first half. */
    private String rotated(String x, int heads) {
        String view = "torch.view(%s, [-1, %d, %d])".formatted(x, heads, headDim);
        return "torch.view(torch.addcmul(torch.mul(%1$s, cos), torch.roll(%1$s, [%2$d], [2]), sin), [-1, %3$d])"
                .formatted(view, headDim / 2, heads * headDim);
    }

    private String unrotated(String x, int heads) {
        String view = "torch.view(%s, [-1, %d, %d])".formatted(x, heads, headDim);
        return "torch.view(torch.add_(torch.mul(%1$s, cos), torch.roll(torch.mul(%1$s, sin), [%2$d], [2])), [-1, %3$d])"
                .formatted(view, headDim / 2, heads * headDim);
    }
}
