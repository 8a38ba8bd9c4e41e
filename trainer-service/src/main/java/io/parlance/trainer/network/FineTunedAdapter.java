package io.parlance.trainer.network;

import java.util.Collections;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * The trained adapter: its settings and its tensors by their PEFT names
 * ({@code base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight}, shape (rank, in); {@code lora_B}, shape
 * (out, rank)).
 */
public record FineTunedAdapter(LoraSettings settings, SequencedMap<String, Tensor> tensors) {
    public FineTunedAdapter {
        tensors = Collections.unmodifiableSequencedMap(new TreeMap<>(tensors));
    }
}
