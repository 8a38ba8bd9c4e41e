package io.parlance.model.artifact.adapter;

import io.parlance.model.artifact.ModelFormatException;
import io.parlance.model.artifact.Weights;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Low-rank additions to linear maps (arXiv:2106.09685): W x becomes W x + alpha / rank * B A x.
 *
 * @param baseModel id or path of the model it was trained on
 * @param dropout share of inputs that was set to zero while training; no part of the merged model
 * @param targets the kinds of linear map it adds to, such as {@code q_proj}; sorted
 * @param tensors by PEFT's names: {@code base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight} of shape
 *     (rank, in), and {@code lora_B} of shape (out, rank)
 */
public record LoraAdapter(
        String baseModel, int rank, double alpha, double dropout, List<String> targets, Weights tensors) {
    private static final String PREFIX = "base_model.model.";
    private static final String DOWN = ".lora_A.weight";
    private static final String UP = ".lora_B.weight";

    public LoraAdapter {
        if (rank < 1) throw new ModelFormatException("adapter: r is %d, expected at least 1".formatted(rank));
        if (!(alpha > 0) || Double.isInfinite(alpha)) {
            throw new ModelFormatException("adapter: lora_alpha is %s, expected a number above 0".formatted(alpha));
        }
        if (!(dropout >= 0 && dropout < 1)) {
            throw new ModelFormatException("adapter: lora_dropout is %s, expected 0 to below 1".formatted(dropout));
        }
        targets = targets.stream().sorted().toList();
        for (String name : tensors.names()) refuseOddTensor(name, rank, targets, tensors);
    }

    /** What the adapter's product is multiplied with. */
    public double scale() {
        return alpha / rank;
    }

    /** The linear maps it adds to, by their names in the base model: {@code model.layers.0.self_attn.q_proj}. */
    public SortedSet<String> modules() {
        SortedSet<String> modules = new TreeSet<>();
        for (String name : tensors.names()) {
            if (name.endsWith(DOWN)) modules.add(name.substring(PREFIX.length(), name.length() - DOWN.length()));
        }
        return modules;
    }

    /** PEFT's name of a module's A, shape (rank, in). */
    public static String downName(String module) {
        return PREFIX + module + DOWN;
    }

    /** PEFT's name of a module's B, shape (out, rank). */
    public static String upName(String module) {
        return PREFIX + module + UP;
    }

    private static void refuseOddTensor(String name, int rank, List<String> targets, Weights tensors) {
        boolean down = name.endsWith(DOWN);
        if (!name.startsWith(PREFIX) || !down && !name.endsWith(UP)) {
            throw new ModelFormatException(
                    "adapter: tensor %s is neither lora_A nor lora_B of a module of the base model".formatted(name));
        }
        String module = name.substring(PREFIX.length(), name.length() - DOWN.length());
        if (!targets.contains(module.substring(module.lastIndexOf('.') + 1))) {
            throw new ModelFormatException(
                    "adapter: tensor %s belongs to none of the targets %s".formatted(name, targets));
        }
        String partner = down ? upName(module) : downName(module);
        if (!tensors.names().contains(partner)) {
            throw new ModelFormatException("adapter: tensor %s has no partner %s".formatted(name, partner));
        }
        List<Long> shape = tensors.shape(name);
        if (shape.size() != 2 || shape.get(down ? 0 : 1) != rank) {
            throw new ModelFormatException("adapter: tensor %s has shape %s, expected %s with r = %d"
                    .formatted(name, shape, down ? "(r, in)" : "(out, r)", rank));
        }
    }
}
