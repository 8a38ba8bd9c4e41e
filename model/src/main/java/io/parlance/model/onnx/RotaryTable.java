package io.parlance.model.onnx;

import io.parlance.model.artifact.LlamaConfig;
import io.parlance.model.artifact.RopeScaling;

/**
 * Cosines and sines of rotary position embedding (arXiv:2104.09864), halves layout: one row per position, one column
 * per pair (i, i + headDim / 2). Computed in single precision as Hugging Face does, so that long positions agree.
 *
 * @param columns headDim / 2, filled up with (1, 0) to {@code columns} where heads are padded
 */
record RotaryTable(float[] cosines, float[] sines, int positions, int columns) {

    static RotaryTable of(LlamaConfig config, int columns) {
        int positions = config.maxPositions();
        float[] frequencies = frequencies(config);
        float[] cosines = new float[positions * columns];
        float[] sines = new float[positions * columns];
        for (int p = 0; p < positions; p++) {
            for (int i = 0; i < columns; i++) {
                float angle = i < frequencies.length ? p * frequencies[i] : 0;
                cosines[p * columns + i] = (float) Math.cos(angle);
                sines[p * columns + i] = (float) Math.sin(angle);
            }
        }
        return new RotaryTable(cosines, sines, positions, columns);
    }

    private static float[] frequencies(LlamaConfig config) {
        float[] frequencies = new float[config.headDim() / 2];
        for (int i = 0; i < frequencies.length; i++) {
            double plain = 1 / Math.pow(config.ropeTheta(), 2.0 * i / config.headDim());
            frequencies[i] = (float)
                    switch (config.ropeScaling()) {
                        case RopeScaling.None none -> plain;
                        case RopeScaling.Linear linear -> plain / linear.factor();
                        case RopeScaling.Llama3 llama3 -> stretch(plain, llama3);
                    };
        }
        return frequencies;
    }

    private static double stretch(double frequency, RopeScaling.Llama3 scaling) {
        double turns = scaling.originalMaxPositions() * frequency / (2 * Math.PI);
        if (turns < scaling.lowFrequencyFactor()) {
            return frequency / scaling.factor();
        }
        if (turns > scaling.highFrequencyFactor()) {
            return frequency;
        }
        double kept =
                (turns - scaling.lowFrequencyFactor()) / (scaling.highFrequencyFactor() - scaling.lowFrequencyFactor());
        return (1 - kept) * frequency / scaling.factor() + kept * frequency;
    }
}
