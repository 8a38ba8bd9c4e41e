package io.parlance.trainer.network;

import io.parlance.model.artifact.LlamaConfig;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The linear maps of one layer that read the same input, with their adapters: y = W x + bias + B A dropout(x). The As
 * of a group are one product.
 */
final class LinearCode {
    private final LlamaConfig config;
    private final TorchText text;
    private final Optional<LoraSettings> lora;
    private final String input;
    private final List<Output> outputs;

    /** @param name of its value; {@code d_<name>} is its gradient */
    record Output(String name, Projection projection) {}

    /** @param input name of the input; {@code d_<input>} becomes its gradient */
    LinearCode(LlamaConfig config, TorchText text, Optional<LoraSettings> lora, String input, Output... outputs) {
        this.config = config;
        this.text = text;
        this.lora = lora;
        this.input = input;
        this.outputs = List.of(outputs);
    }

    private List<Output> adapted() {
        return outputs.stream().filter(output -> adapter(output) >= 0).toList();
    }

    /** Place of an output's adapter in the lists of As and Bs, or -1. */
    private int adapter(Output output) {
        return lora.map(settings -> List.copyOf(settings.targets()).indexOf(output.projection()))
                .orElse(-1);
    }

    private boolean dropsOut() {
        return !adapted().isEmpty() && lora.orElseThrow().dropout() > 0;
    }

    /** Names of what backward needs beside input and outputs, in the order of {@link #writeForward}'s making. */
    List<String> saved() {
        if (adapted().isEmpty()) {
            return List.of();
        }
        return dropsOut() ? List.of("t_" + input, "keep_" + input) : List.of("t_" + input);
    }

    void writeForward() {
        if (!adapted().isEmpty()) {
            String dropped = input;
            if (dropsOut()) {
                double kept = 1 - lora.orElseThrow().dropout();
                text.line("    if self.training:");
                text.line(
                        "      keep_%s = torch.div_(torch.bernoulli_(torch.empty_like(%s), %s), %s)",
                        input, input, kept, kept);
                text.line("    else:");
                text.line("      keep_%s = torch.ones_like(%s)", input, input);
                dropped = "torch.mul(%s, keep_%s)".formatted(input, input);
            }
            text.set("t_" + input, "torch.linear(%s, %s)", dropped, stackedA());
        }
        for (Output output : outputs) {
            text.set(output.name(), "torch.linear(%s, %s, %s)", input, weight(output), bias(output));
            if (adapter(output) >= 0) {
                text.set(
                        output.name(),
                        "torch.addmm_(%s, %s, torch.t(%s))",
                        output.name(),
                        slice("t_" + input, output),
                        scaledB(output));
            }
        }
    }

    /** @param trainsBase whether the base's own weights get gradients */
    void writeBackward(boolean trainsBase) {
        String dx = "d_" + input;
        for (Output output : outputs) {
            String dy = "d_" + output.name();
            if (output.equals(outputs.getFirst())) {
                text.set(dx, "torch.mm(%s, %s)", dy, weight(output));
            } else {
                text.set(dx, "torch.addmm_(%s, %s, %s)", dx, dy, weight(output));
            }
            if (trainsBase) {
                writeBaseGradient(output, dy);
            }
        }
        if (!adapted().isEmpty()) {
            writeAdapterGradients(dx);
        }
    }

    private void writeBaseGradient(Output output, String dy) {
        text.run(
                "torch.add_(gw[%d], %s)",
                output.projection().weightIndex(), text.toResidual("torch.mm(torch.t(%s), %s)".formatted(dy, input)));
        if (output.projection().hasBias(config)) {
            text.run(
                    "torch.add_(gw[%d], %s)",
                    output.projection().biasIndex(config), text.toResidual("torch.sum(%s, [0])".formatted(dy)));
        }
    }

    private void writeAdapterGradients(String dx) {
        List<Output> adapted = adapted();
        double scale = lora.orElseThrow().scale();
        for (Output output : adapted) {
            text.run(
                    "torch.add_(gb[%d], torch.t(%s), alpha=%s)",
                    adapter(output),
                    text.toResidual(
                            "torch.mm(torch.t(%s), d_%s)".formatted(slice("t_" + input, output), output.name())),
                    scale);
        }
        text.set(
                "dt",
                concatenated(
                        adapted.stream()
                                .map(output -> "torch.mm(d_%s, %s)".formatted(output.name(), scaledB(output)))
                                .toList(),
                        1));
        String dropped = dropsOut() ? "torch.mul(%s, keep_%s)".formatted(input, input) : input;
        text.set("da", text.toResidual("torch.mm(torch.t(dt), %s)".formatted(dropped)));
        for (Output output : adapted) {
            text.run(
                    "torch.add_(ga[%d], torch.narrow(da, 0, %d, %d))",
                    adapter(output), adapted.indexOf(output) * rank(), rank());
        }
        if (dropsOut()) {
            text.set(dx, "torch.addcmul_(%s, torch.mm(dt, %s), keep_%s)", dx, stackedA(), input);
        } else {
            text.set(dx, "torch.addmm_(%s, dt, %s)", dx, stackedA());
        }
    }

    private int rank() {
        return lora.orElseThrow().rank();
    }

    private String weight(Output output) {
        return "w[%d]".formatted(output.projection().weightIndex());
    }

    private String bias(Output output) {
        return output.projection().hasBias(config)
                ? "w[%d]".formatted(output.projection().biasIndex(config))
                : "None";
    }

    private String scaledB(Output output) {
        return text.toProducts("torch.mul(b[%d], %s)"
                .formatted(adapter(output), lora.orElseThrow().scale()));
    }

    private String stackedA() {
        return text.toProducts(concatenated(
                adapted().stream()
                        .map(output -> "a[%d]".formatted(adapter(output)))
                        .toList(),
                0));
    }

    /** The columns of a product with the stacked As that are this output's. */
    private String slice(String product, Output output) {
        return adapted().size() == 1
                ? product
                : "torch.narrow(%s, 1, %d, %d)".formatted(product, adapted().indexOf(output) * rank(), rank());
    }

    private static String concatenated(List<String> parts, int dimension) {
        return parts.size() == 1
                ? parts.getFirst()
                : parts.stream().collect(Collectors.joining(", ", "torch.cat([", "], " + dimension + ")"));
    }
}
