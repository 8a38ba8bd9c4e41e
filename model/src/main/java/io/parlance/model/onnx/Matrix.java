package io.parlance.model.onnx;

import java.util.Arrays;

/** A linear layer's weight, shape (rows, columns) = (out, in), row-major. Not compared, not copied. */
final class Matrix {
    private final int rows;
    private final int columns;
    private final float[] values;

    Matrix(int rows, int columns, float[] values) {
        if ((long) rows * columns != values.length) {
            throw new IllegalArgumentException(
                    "%d values for a matrix of %d x %d".formatted(values.length, rows, columns));
        }
        this.rows = rows;
        this.columns = columns;
        this.values = values;
    }

    int rows() {
        return rows;
    }

    int columns() {
        return columns;
    }

    float[] values() {
        return values;
    }

    Matrix transposed() {
        float[] turned = new float[values.length];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                turned[c * rows + r] = values[r * columns + c];
            }
        }
        return new Matrix(columns, rows, turned);
    }

    /** These matrices one under the other; they have equally many columns. */
    static Matrix stacked(Matrix... parts) {
        int rows = Arrays.stream(parts).mapToInt(Matrix::rows).sum();
        float[] values = new float[rows * parts[0].columns];
        int at = 0;
        for (Matrix part : parts) {
            System.arraycopy(part.values, 0, values, at, part.values.length);
            at += part.values.length;
        }
        return new Matrix(rows, parts[0].columns, values);
    }
}
