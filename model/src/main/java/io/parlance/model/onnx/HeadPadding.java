package io.parlance.model.onnx;

/**
 * Heads widened with zeros to the multiple of 16 that ONNX Runtime's GroupQueryAttention demands. Exact: the two halves
 * that rotary embedding pairs are widened separately, and zeros change neither scores nor sums.
 */
record HeadPadding(int headDim, int padded) {
    static HeadPadding of(int headDim) {
        return new HeadPadding(headDim, (headDim + 15) / 16 * 16);
    }

    private int place(int index) {
        int half = headDim / 2;
        return index < half ? index : index - half + padded / 2;
    }

    /** Rows are {@code heads} groups of headDim; also for a bias, as a matrix of one column. */
    Matrix widenRows(Matrix matrix) {
        if (headDim == padded) {
            return matrix;
        }
        int heads = matrix.rows() / headDim;
        int columns = matrix.columns();
        float[] wide = new float[heads * padded * columns];
        for (int row = 0; row < matrix.rows(); row++) {
            int target = row / headDim * padded + place(row % headDim);
            System.arraycopy(matrix.values(), row * columns, wide, target * columns, columns);
        }
        return new Matrix(heads * padded, columns, wide);
    }

    Matrix widenColumns(Matrix matrix) {
        return headDim == padded ? matrix : widenRows(matrix.transposed()).transposed();
    }
}
