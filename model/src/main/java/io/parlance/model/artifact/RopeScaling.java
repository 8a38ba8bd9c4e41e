package io.parlance.model.artifact;

/** How rotary frequencies are stretched beyond the length the model was pre-trained on. */
public sealed interface RopeScaling {
    record None() implements RopeScaling {}

    /** Every frequency divided by {@code factor}. */
    record Linear(double factor) implements RopeScaling {}

    /** Llama 3.1's: long wavelengths divided by {@code factor}, short ones kept, a ramp between. */
    record Llama3(double factor, double lowFrequencyFactor, double highFrequencyFactor, int originalMaxPositions)
            implements RopeScaling {}
}
