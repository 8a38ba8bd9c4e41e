package io.parlance.trainer.network;

import java.util.Locale;

/** TorchScript being written, and the notation its parts share. */
final class TorchText {
    static final int FP32 = 6;
    static final int BF16 = 15;

    private final Precision precision;
    private final StringBuilder text = new StringBuilder();

    /** @param precision of the matrix products, not AUTO */
    TorchText(Precision precision) {
        this.precision = precision;
    }

    /** Opens a function; parameters as TorchScript writes them, without self. */
    void function(String name, String parameters, String result) {
        line("  def %s(self: __torch__.Network, %s) -> %s:", name, parameters, result);
    }

    void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    /** A statement at function level. */
    void set(String target, String format, Object... values) {
        line("    " + target + " = " + format, values);
    }

    /** A call for its effect. */
    void run(String format, Object... values) {
        line("    _ = " + format, values);
    }

    /** fp32 to the precision of the products. */
    String toProducts(String x) {
        return precision == Precision.BF16 ? "torch.to(%s, %d)".formatted(x, BF16) : x;
    }

    /** The precision of the products to fp32. */
    String toResidual(String x) {
        return precision == Precision.BF16 ? "torch.to(%s, %d)".formatted(x, FP32) : x;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
