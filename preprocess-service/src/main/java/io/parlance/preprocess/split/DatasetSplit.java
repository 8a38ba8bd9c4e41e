package io.parlance.preprocess.split;

import io.parlance.contracts.Split;
import io.parlance.preprocess.duplicates.HalfVector;
import java.util.Optional;

/**
 * The splits of one dataset. By the seeded hash of the id until its strata are {@linkplain #fix fixed}; from then on
 * each stratum's largest deficit gets the next conversation, counted over all of that stratum. Nobody is ever moved.
 */
public final class DatasetSplit {
    private final Splits splits;
    private final StratumCounts counts = new StratumCounts();
    private Optional<Strata> strata = Optional.empty();

    public DatasetSplit(Splits splits) {
        this.splits = splits;
    }

    /** @param stratum null while the dataset is small */
    public record Place(Split split, String stratum) {}

    /** Where a conversation belongs that follows no other. Counts nothing. */
    public Place next(String conversationId, String label, HalfVector embedding) {
        return strata.map(s -> s.of(label, embedding))
                .map(stratum -> new Place(counts.next(stratum, conversationId, splits), stratum))
                .orElseGet(() -> new Place(splits.of(conversationId), null));
    }

    /** The stratum of a conversation; null while the dataset is small. */
    public String stratum(String label, HalfVector embedding) {
        return strata.map(s -> s.of(label, embedding)).orElse(null);
    }

    /** From now on the dataset is divided by these; all that it has must be counted then. */
    public void fix(Strata fixed) {
        this.strata = Optional.of(fixed);
    }

    public boolean isFixed() {
        return strata.isPresent();
    }

    /** One more, or one fewer, in a stratum. @param by 1 or -1 */
    public void count(String stratum, Split split, int by) {
        counts.count(stratum, split, by);
    }
}
