package io.parlance.model.onnx;

import java.util.Arrays;

/** The tokens that may come next, each with its weight (a probability but for a common factor). */
final class Candidates {
    /** Tokens e^40 times less likely than the best one are left out: together they would never be seen. */
    private static final double NEGLIGIBLE = -40;

    /** Highest logit in the upper half, lowest id first among equals, so that sorting ascending puts the best last. */
    private final long[] keys;

    private final double[] weights;
    private final double total;

    private Candidates(long[] keys, double[] weights, double total) {
        this.keys = keys;
        this.weights = weights;
        this.total = total;
    }

    /** Temperature, top-k, top-p and min-p over the adjusted logits; temperature is above 0. */
    static Candidates of(float[] logits, SamplingParameters parameters) {
        float best = logits[LogProbabilities.mostLikely(logits)];
        double temperature = parameters.temperature();
        double floor = Math.max(NEGLIGIBLE, Math.log(parameters.minP()));
        boolean fewer = parameters.topK() > 0 || parameters.topP() < 1;
        // Min-p is a bound relative to the best token, so it can be put first, unless another rule counts what it
        // drops.
        long[] keys = keys(logits, best + temperature * (fewer ? NEGLIGIBLE : floor));
        if (parameters.topK() > 0 && parameters.topK() < keys.length) {
            keys = largest(keys, parameters.topK());
        }
        if (parameters.topP() < 1) {
            keys = nucleus(keys, best, parameters);
        }
        double total = 0;
        double[] weights = new double[keys.length];
        int kept = 0;
        for (long key : keys) {
            double exponent = (logit(key) - best) / temperature;
            if (exponent >= floor) {
                keys[kept] = key;
                weights[kept] = Math.exp(exponent);
                total += weights[kept++];
            }
        }
        return new Candidates(Arrays.copyOf(keys, kept), weights, total);
    }

    private static long[] keys(float[] logits, double atLeast) {
        long[] keys = new long[logits.length];
        int count = 0;
        for (int id = 0; id < logits.length; id++) {
            if (logits[id] >= atLeast) {
                keys[count++] = key(logits[id], id);
            }
        }
        return Arrays.copyOf(keys, count);
    }

    /** The smallest set of best tokens whose probability reaches top-p, best last. */
    private static long[] nucleus(long[] keys, float best, SamplingParameters parameters) {
        double temperature = parameters.temperature();
        double total = 0;
        for (long key : keys) {
            total += Math.exp((logit(key) - best) / temperature);
        }
        // Tokens below this bound hold less than 1 - topP together, so the nucleus lies above it; only that is sorted.
        double bound = (1 - parameters.topP()) * total / keys.length;
        long[] likely = Arrays.stream(keys)
                .filter(key -> Math.exp((logit(key) - best) / temperature) >= bound)
                .sorted()
                .toArray();
        double sum = 0;
        int from = likely.length;
        while (from > 0 && sum < parameters.topP() * total) {
            sum += Math.exp((logit(likely[--from]) - best) / temperature);
        }
        return Arrays.copyOfRange(likely, from, likely.length);
    }

    /** The {@code count} largest keys in any order (quickselect). */
    private static long[] largest(long[] keys, int count) {
        int low = 0;
        int high = keys.length - 1;
        int border = keys.length - count;
        while (low < high) {
            long pivot = keys[(low + high) >>> 1];
            int i = low;
            int j = high;
            while (i <= j) {
                while (keys[i] < pivot) {
                    i++;
                }
                while (keys[j] > pivot) {
                    j--;
                }
                if (i <= j) {
                    long swapped = keys[i];
                    keys[i++] = keys[j];
                    keys[j--] = swapped;
                }
            }
            if (border <= j) {
                high = j;
            } else if (border >= i) {
                low = i;
            } else {
                break;
            }
        }
        long[] best = Arrays.copyOfRange(keys, border, keys.length);
        Arrays.sort(best);
        return best;
    }

    private static long key(float logit, int id) {
        int bits = Float.floatToIntBits(logit + 0f);
        int ordered = bits < 0 ? ~bits ^ Integer.MIN_VALUE : bits;
        return (long) ordered << 32 | ~id & 0xFFFFFFFFL;
    }

    private static float logit(long key) {
        int ordered = (int) (key >> 32);
        return Float.intBitsToFloat(ordered < 0 ? ~(ordered ^ Integer.MIN_VALUE) : ordered);
    }

    private static int id(long key) {
        return ~(int) key;
    }

    int size() {
        return keys.length;
    }

    int id(int index) {
        return id(keys[index]);
    }

    double probability(int index) {
        return weights[index] / total;
    }

    /** @param uniform in [0, 1) */
    int draw(double uniform) {
        double rest = uniform * total;
        for (int i = 0; i < keys.length - 1; i++) {
            rest -= weights[i];
            if (rest < 0) {
                return id(keys[i]);
            }
        }
        return id(keys[keys.length - 1]);
    }
}
