package io.parlance.model.onnx;

import io.parlance.model.artifact.ModelFormatException;

/**
 * A matrix in eight-bit numbers, in the layout of ONNX Runtime's MatMulNBits and GatherBlockQuantized: each row in blocks
 * of 32 neighbouring columns with one scale; value = (number - 128) * scale. Exact for weights that lie on a Q8_0 grid.
 *
 * @param numbers row-major, unsigned
 * @param scales one per block, row-major
 */
record QuantisedBlocks(int rows, int columns, byte[] numbers, float[] scales) {
    static final int BLOCK = 32;
    private static final int ZERO = 128;
    private static final int LARGEST = 127;

    /** @param name of the weight, for the message when it cannot be cut into blocks */
    static QuantisedBlocks of(Matrix matrix, String name) {
        if (matrix.columns() % BLOCK != 0) {
            throw new ModelFormatException(
                    "%s has %d columns; the form int8 needs a multiple of %d. Serve this model as fp32."
                            .formatted(name, matrix.columns(), BLOCK));
        }
        float[] values = matrix.values();
        byte[] numbers = new byte[values.length];
        float[] scales = new float[values.length / BLOCK];
        for (int block = 0; block < scales.length; block++) {
            int from = block * BLOCK;
            float largest = 0;
            for (int i = from; i < from + BLOCK; i++) {
                largest = Math.max(largest, Math.abs(values[i]));
            }
            float scale = largest / LARGEST;
            scales[block] = scale;
            for (int i = from; i < from + BLOCK; i++) {
                numbers[i] = (byte) (ZERO + (scale == 0 ? 0 : Math.round(values[i] / scale)));
            }
        }
        return new QuantisedBlocks(matrix.rows(), matrix.columns(), numbers, scales);
    }

    int blocksPerRow() {
        return columns / BLOCK;
    }

    /** The matrix that these numbers stand for. */
    Matrix values() {
        float[] values = new float[numbers.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = ((numbers[i] & 0xFF) - ZERO) * scales[i / BLOCK];
        }
        return new Matrix(rows, columns, values);
    }
}
