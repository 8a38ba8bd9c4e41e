package io.parlance.preprocess.split;

import io.parlance.preprocess.duplicates.HalfVector;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Clusters of embeddings, by k-means with k-means++ (Arthur and Vassilvitskii 2007). The same embeddings in the same
 * order under the same seed give the same clusters.
 */
public final class Clusters {
    private static final int MOST_ROUNDS = 25;

    private final float[][] centres; // (k, dimensions)

    private Clusters(float[][] centres) {
        this.centres = centres;
    }

    /**
     * @param embeddings of equal dimensions, at least one
     * @param most clusters; fewer when there are fewer embeddings that differ
     */
    public static Clusters of(List<HalfVector> embeddings, int most, long seed) {
        float[][] points = embeddings.stream().map(HalfVector::toArray).toArray(float[][]::new);
        Clusters clusters = new Clusters(firstCentres(points, most, new SplittableRandom(seed)));
        int[] belongs = new int[points.length];
        Arrays.fill(belongs, -1);
        for (int round = 0; round < MOST_ROUNDS; round++) {
            boolean moved = false;
            for (int i = 0; i < points.length; i++) {
                int nearest = clusters.nearest(points[i]);
                moved |= nearest != belongs[i];
                belongs[i] = nearest;
            }
            if (!moved) {
                break;
            }
            clusters.centre(points, belongs);
        }
        return clusters;
    }

    /** Each next one with a probability in proportion to its squared distance from those there are. */
    private static float[][] firstCentres(float[][] points, int most, SplittableRandom random) {
        float[][] centres = new float[Math.min(most, points.length)][];
        centres[0] = points[random.nextInt(points.length)].clone();
        double[] distance = new double[points.length];
        Arrays.fill(distance, Double.MAX_VALUE);
        for (int c = 1; c < centres.length; c++) {
            double sum = 0;
            for (int i = 0; i < points.length; i++) {
                distance[i] = Math.min(distance[i], squaredDistance(points[i], centres[c - 1]));
                sum += distance[i];
            }
            if (sum == 0) {
                return Arrays.copyOf(centres, c);
            }
            double aim = random.nextDouble() * sum;
            int chosen = 0;
            while (chosen < points.length - 1 && (aim -= distance[chosen]) > 0) {
                chosen++;
            }
            centres[c] = points[chosen].clone();
        }
        return centres;
    }

    private void centre(float[][] points, int[] belongs) {
        double[][] sums = new double[centres.length][points[0].length];
        int[] members = new int[centres.length];
        for (int i = 0; i < points.length; i++) {
            members[belongs[i]]++;
            double[] sum = sums[belongs[i]];
            for (int d = 0; d < sum.length; d++) {
                sum[d] += points[i][d];
            }
        }
        for (int c = 0; c < centres.length; c++) {
            // One that lost all its members stays where it is.
            for (int d = 0; members[c] > 0 && d < centres[c].length; d++) {
                centres[c][d] = (float) (sums[c][d] / members[c]);
            }
        }
    }

    /** 0 to {@link #count} - 1. */
    public int nearest(HalfVector embedding) {
        return nearest(embedding.toArray());
    }

    private int nearest(float[] point) {
        int nearest = 0;
        double least = Double.MAX_VALUE;
        for (int c = 0; c < centres.length; c++) {
            double distance = squaredDistance(point, centres[c]);
            if (distance < least) {
                least = distance;
                nearest = c;
            }
        }
        return nearest;
    }

    private static double squaredDistance(float[] a, float[] b) {
        // Four sums, which the compiler turns into one vector of four.
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int d = 0;
        for (; d + 3 < a.length; d += 4) {
            float d0 = a[d] - b[d];
            float d1 = a[d + 1] - b[d + 1];
            float d2 = a[d + 2] - b[d + 2];
            float d3 = a[d + 3] - b[d + 3];
            s0 += d0 * d0;
            s1 += d1 * d1;
            s2 += d2 * d2;
            s3 += d3 * d3;
        }
        for (; d < a.length; d++) {
            s0 += (a[d] - b[d]) * (a[d] - b[d]);
        }
        return (double) s0 + s1 + s2 + s3;
    }

    public int count() {
        return centres.length;
    }

    /** Clusters, dimensions, then the centres as 32-bit floats, all big-endian. */
    public byte[] toBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(2 * Integer.BYTES + centres.length * centres[0].length * Float.BYTES);
        bytes.putInt(centres.length).putInt(centres[0].length);
        for (float[] centre : centres) {
            for (float value : centre) {
                bytes.putFloat(value);
            }
        }
        return bytes.array();
    }

    /** What {@link #toBytes} gave. */
    public static Clusters fromBytes(byte[] stored) {
        ByteBuffer bytes = ByteBuffer.wrap(stored);
        float[][] centres = new float[bytes.getInt()][bytes.getInt()];
        for (float[] centre : centres) {
            for (int d = 0; d < centre.length; d++) {
                centre[d] = bytes.getFloat();
            }
        }
        return new Clusters(centres);
    }
}
