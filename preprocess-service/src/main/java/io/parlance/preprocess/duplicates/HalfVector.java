package io.parlance.preprocess.duplicates;

import io.parlance.contracts.Embedding;
import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.util.Arrays;

/** An embedding at half precision (IEEE 754 binary16), two bytes a dimension: cosines differ by less than 0.001. */
public final class HalfVector {
    private final short[] halves;

    private HalfVector(short[] halves) {
        this.halves = halves;
    }

    public static HalfVector of(Embedding embedding) {
        float[] values = embedding.toArray();
        short[] halves = new short[values.length];
        for (int i = 0; i < values.length; i++) {
            halves[i] = Float.floatToFloat16(values[i]);
        }
        return new HalfVector(halves);
    }

    public float[] toArray() {
        float[] values = new float[halves.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.float16ToFloat(halves[i]);
        }
        return values;
    }

    /** Cosine of the angle between the two; 0 where one of them is nothing. */
    public double cosine(HalfVector other) {
        double dot = 0;
        double mine = 0;
        double its = 0;
        for (int i = 0; i < halves.length; i++) {
            double a = Float.float16ToFloat(halves[i]);
            double b = Float.float16ToFloat(other.halves[i]);
            dot += a * b;
            mine += a * a;
            its += b * b;
        }
        return mine == 0 || its == 0 ? 0 : Math.clamp(dot / Math.sqrt(mine * its), -1, 1);
    }

    public int dimensions() {
        return halves.length;
    }

    public byte[] toBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(halves.length * Short.BYTES);
        bytes.asShortBuffer().put(halves);
        return bytes.array();
    }

    /** What {@link #toBytes} gave. */
    public static HalfVector fromBytes(byte[] bytes) {
        ShortBuffer stored = ByteBuffer.wrap(bytes).asShortBuffer();
        short[] halves = new short[stored.remaining()];
        stored.get(halves);
        return new HalfVector(halves);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HalfVector that && Arrays.equals(halves, that.halves);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(halves);
    }

    @Override
    public String toString() {
        return "HalfVector[" + halves.length + "]";
    }
}
