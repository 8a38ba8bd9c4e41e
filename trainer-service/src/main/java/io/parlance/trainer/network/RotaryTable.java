package io.parlance.trainer.network;

import io.parlance.model.artifact.LlamaConfig;
import io.parlance.model.artifact.RopeScaling;

/**
 * Angles of the rotary embedding (arXiv:2104.09864) by position, half-split as in Hugging Face's Llama: dimension i is
 * paired with i + headDim / 2.
 */
final class RotaryTable {
    private final double[] frequencies;

    RotaryTable(LlamaConfig config) {
        int half = config.headDim() / 2;
        frequencies = new double[half];
        for (int i = 0; i < half; i++) {
            double plain = Math.pow(config.ropeTheta(), -2.0 * i / config.headDim());
            frequencies[i] = scaled(plain, config.ropeScaling());
        }
    }

    private static double scaled(double frequency, RopeScaling scaling) {
        return switch (scaling) {
            case RopeScaling.None _ -> frequency;
            case RopeScaling.Linear linear -> frequency / linear.factor();
            case RopeScaling.Llama3 llama3 -> scaled(frequency, llama3);
        };
    }

    private static double scaled(double frequency, RopeScaling.Llama3 llama3) {
        double turns = llama3.originalMaxPositions() * frequency / (2 * Math.PI);
        if (turns < llama3.lowFrequencyFactor()) {
            return frequency / llama3.factor();
        }
        if (turns > llama3.highFrequencyFactor()) {
            return frequency;
        }
        double kept =
                (turns - llama3.lowFrequencyFactor()) / (llama3.highFrequencyFactor() - llama3.lowFrequencyFactor());
        return (1 - kept) * frequency / llama3.factor() + kept * frequency;
    }

    /** Cosines, (positions, headDim) row-major. */
    float[] cosines(int[] positions) {
        int half = frequencies.length;
        float[] table = new float[positions.length * 2 * half];
        for (int row = 0; row < positions.length; row++) {
            for (int i = 0; i < half; i++) {
                float cosine = (float) Math.cos(positions[row] * frequencies[i]);
                table[row * 2 * half + i] = cosine;
                table[row * 2 * half + half + i] = cosine;
            }
        }
        return table;
    }

    /** Sines, (positions, headDim) row-major, negative in the first half: the sign of the half that is rotated in. */
    float[] sines(int[] positions) {
        int half = frequencies.length;
        float[] table = new float[positions.length * 2 * half];
        for (int row = 0; row < positions.length; row++) {
            for (int i = 0; i < half; i++) {
                float sine = (float) Math.sin(positions[row] * frequencies[i]);
                table[row * 2 * half + i] = -sine;
                table[row * 2 * half + half + i] = sine;
            }
        }
        return table;
    }
}
