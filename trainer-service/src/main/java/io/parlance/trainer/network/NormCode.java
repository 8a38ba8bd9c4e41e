package io.parlance.trainer.network;

import io.parlance.model.artifact.LlamaConfig;

/** Root mean square norm (arXiv:1910.07467) in fp32: h = x r w with r = 1 / sqrt(mean(x^2) + eps). */
final class NormCode {
    private final LlamaConfig config;
    private final TorchText text;

    NormCode(LlamaConfig config, TorchText text) {
        this.config = config;
        this.text = text;
    }

    /** x (N, hidden) to h (N, hidden) and r (N, 1). */
    void writeForward(String h, String r, String x, String weight) {
        text.set(
                r,
                "torch.rsqrt(torch.add(torch.mean(torch.mul(%s, %s), [1], True), %s))",
                x,
                x,
                config.rmsNormEpsilon());
        text.set(h, "torch.mul_(torch.mul(%s, %s), %s)", x, r, weight);
    }

    /** dx = base + r (dh w) - x r^3 mean(dh w x); base is overwritten. dh is fp32. */
    void writeBackward(String dx, String dh, String x, String r, String weight, String base) {
        text.set("dn", "torch.mul(%s, %s)", dh, weight);
        text.set("dm", "torch.mean(torch.mul(dn, %s), [1], True)", x);
        text.set("dm", "torch.mul(dm, torch.pow(%s, 3))", r);
        text.set(dx, "torch.addcmul_(torch.addcmul_(%s, dn, %s), %s, dm, value=-1)", base, r, x);
    }

    void writeWeightGradient(String gradient, String dh, String x, String r) {
        text.run("torch.add_(%s, torch.sum(torch.mul(torch.mul(%s, %s), %s), [0]))", gradient, dh, x, r);
    }
}
