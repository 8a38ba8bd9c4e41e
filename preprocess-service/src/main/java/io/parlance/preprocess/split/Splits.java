package io.parlance.preprocess.split;

import io.parlance.contracts.Split;
import io.parlance.preprocess.Sha256;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The shares of the splits, and which one a conversation of a small dataset belongs to: a pure function of the seed and
 * its id, so that no conversation ever moves, whatever is added, and all copies of the service agree.
 */
public final class Splits {
    private static final double ROUNDING = 1e-9;

    private final long seed;
    private final double train;
    private final double validation;
    private final Map<Split, Double> shares = new EnumMap<>(Split.class);

    /** @param train share of conversations, the three adding up to 1 */
    public Splits(long seed, double train, double validation, double test) {
        if (!(train >= 0 && validation >= 0 && test >= 0 && Math.abs(train + validation + test - 1) < ROUNDING)) {
            throw new IllegalArgumentException(
                    "parlance.preprocess.split: train %s, validation %s, test %s; expected shares of at least 0 that add up to 1"
                            .formatted(train, validation, test));
        }
        this.seed = seed;
        this.train = train;
        this.validation = validation;
        shares.put(Split.TRAIN, train);
        shares.put(Split.VALIDATION, validation);
        shares.put(Split.TEST, test);
    }

    /** Of all conversations, 0 to 1. */
    public double share(Split split) {
        return shares.get(split);
    }

    /** Which conversation goes where. */
    public long seed() {
        return seed;
    }

    public Split of(String conversationId) {
        byte[] digest = Sha256.of(List.of(Long.toString(seed), conversationId)).toBytes();
        double point = (ByteBuffer.wrap(digest).getLong() >>> 11) * 0x1.0p-53; // uniform in [0, 1)
        if (point < train) {
            return Split.TRAIN;
        }
        return point < train + validation ? Split.VALIDATION : Split.TEST;
    }
}
