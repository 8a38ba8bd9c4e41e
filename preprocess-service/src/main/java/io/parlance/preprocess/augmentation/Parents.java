package io.parlance.preprocess.augmentation;

import io.parlance.contracts.ExamplePrepared;
import io.parlance.contracts.Split;
import java.util.Set;

/**
 * Which examples get children: those of the training split that are no children themselves and are whole.
 *
 * @param datasets only these; all when empty
 * @param share of the conversations, 0 to 1, drawn by seed and key
 */
public record Parents(Set<String> datasets, double share, long seed) {
    public Parents {
        datasets = Set.copyOf(datasets);
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("share is %s, expected 0 to 1".formatted(share));
        }
    }

    /** Whether it is to have children. */
    public boolean include(ExamplePrepared example) {
        return example.split() == Split.TRAIN
                && example.traits().parent() == null
                && example.traits().part() == null
                && (datasets.isEmpty() || datasets.contains(example.dataset()))
                && (Augmenter.lot(seed, "share", example.key()) >>> 11) * 0x1.0p-53 < share;
    }
}
