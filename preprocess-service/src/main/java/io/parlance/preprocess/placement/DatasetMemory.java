package io.parlance.preprocess.placement;

import io.parlance.contracts.DropReason;
import io.parlance.contracts.Split;
import io.parlance.contracts.Twin;
import io.parlance.preprocess.duplicates.DuplicateIndex;
import io.parlance.preprocess.duplicates.HalfVector;
import io.parlance.preprocess.duplicates.Resemblance;
import io.parlance.preprocess.recipe.DuplicateRules;
import io.parlance.preprocess.split.Clusters;
import io.parlance.preprocess.split.DatasetSplit;
import io.parlance.preprocess.split.Splits;
import io.parlance.preprocess.split.Strata;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What is remembered of one dataset, for judging its next conversation. The whole of it is made again from what was
 * handed out to be stored. Not for several threads at once.
 */
public final class DatasetMemory {
    private final Settings settings;
    private final DuplicateIndex index;
    private final DatasetSplit split;
    private final Groups groups = new Groups();
    private int nextOrdinal;
    private int counted;

    /**
     * What holds for all datasets.
     *
     * @param stratifyFrom so many conversations a dataset has when its strata are fixed
     * @param clusters at most, of conversations without a label
     */
    public record Settings(DuplicateRules duplicates, Splits splits, int stratifyFrom, int clusters) {}

    public DatasetMemory(Settings settings) {
        this.settings = settings;
        this.index = new DuplicateIndex(settings.duplicates());
        this.split = new DatasetSplit(settings.splits());
    }

    /**
     * Decides, and remembers nothing yet.
     *
     * @param stored what was handed out for an id of this dataset
     */
    public Placement place(Newcomer newcomer, Function<String, Optional<Remembered>> stored) {
        Split parents = null;
        if (newcomer.parent() != null) {
            Optional<Remembered> parent = stored.apply(newcomer.parent().conversationId());
            if (parent.isEmpty() || parent.get().split() != Split.TRAIN) {
                return orphan(newcomer, parent);
            }
            parents = Split.TRAIN;
        }
        List<Resemblance> twins = new ArrayList<>(index.of(newcomer.facts(), id -> facts(id, stored)));
        if (newcomer.parent() != null) {
            // That it resembles its parent and their other children is what it was made for.
            twins.removeIf(twin -> twin.kind() != Resemblance.Kind.EXACT
                    && isFamily(twin.conversationId(), newcomer.parent().conversationId(), stored));
        }
        for (Resemblance twin : twins) {
            if (action(twin.kind()) == DuplicateRules.Action.DROP) {
                return duplicate(twin, same(twin));
            }
        }
        return twins.isEmpty() ? alone(newcomer, parents) : together(newcomer, parents, twins, stored);
    }

    private Placement alone(Newcomer newcomer, Split parents) {
        if (parents != null) {
            return placed(newcomer, parents, split.stratum(newcomer.label(), newcomer.embedding()), null);
        }
        DatasetSplit.Place place = split.next(newcomer.id(), newcomer.label(), newcomer.embedding());
        return placed(newcomer, place.split(), place.stratum(), null);
    }

    private Placement together(
            Newcomer newcomer, Split parents, List<Resemblance> twins, Function<String, Optional<Remembered>> stored) {
        Remembered first = null;
        String firstId = null;
        Split wanted = parents;
        for (Resemblance twin : twins) {
            Remembered remembered = known(twin.conversationId(), stored);
            if (wanted != null && wanted != remembered.split()) {
                return duplicate(
                        twin,
                        "%s, which is in %s, while others that it goes with are in %s; it cannot be in both"
                                .formatted(same(twin), name(remembered.split()), name(wanted)));
            }
            wanted = remembered.split();
            if (first == null || remembered.ordinal() < first.ordinal()) {
                first = remembered;
                firstId = twin.conversationId();
            }
        }
        String group = first.group() == null ? groups.name(firstId, first.ordinal()) : first.group();
        return placed(newcomer, wanted, split.stratum(newcomer.label(), newcomer.embedding()), group);
    }

    private Placement placed(Newcomer newcomer, Split where, String stratum, String group) {
        boolean clustered = !split.isFixed() && newcomer.label() == null && newcomer.parent() == null;
        boolean embedded = newcomer.embedding().dimensions() > 0
                && (clustered || settings.duplicates().semantic().isPresent());
        return new Placement.Placed(new Remembered(
                nextOrdinal,
                where,
                stratum,
                newcomer.label(),
                group,
                newcomer.parent() == null ? null : newcomer.parent().conversationId(),
                newcomer.fingerprint().text(),
                newcomer.fingerprint().shingles(),
                embedded ? newcomer.embedding() : null,
                1));
    }

    private static Placement orphan(Newcomer child, Optional<Remembered> parent) {
        return new Placement.Refused(
                DropReason.PARENT_NOT_TRAINED,
                parent.map(p -> "its parent %s is in %s; only what is trained on is augmented"
                                .formatted(child.parent().conversationId(), name(p.split())))
                        .orElseGet(() -> "its parent %s is not among the prepared conversations of this dataset"
                                .formatted(child.parent().conversationId())),
                null);
    }

    private DuplicateRules.Action action(Resemblance.Kind kind) {
        return switch (kind) {
            case EXACT -> DuplicateRules.Action.DROP;
            case NEAR -> settings.duplicates().near().orElseThrow().action();
            case SEMANTIC -> settings.duplicates().semantic().orElseThrow().action();
        };
    }

    private String same(Resemblance twin) {
        return switch (twin.kind()) {
            case EXACT -> "after cleaning the same text as conversation " + twin.conversationId();
            case NEAR ->
                String.format(
                        Locale.ROOT,
                        "Jaccard %.5f of word %d-shingles with conversation %s (threshold %s)",
                        twin.similarity(),
                        settings.duplicates().near().orElseThrow().shingleWords(),
                        twin.conversationId(),
                        settings.duplicates().near().orElseThrow().threshold());
            case SEMANTIC ->
                String.format(
                        Locale.ROOT,
                        "cosine %.3f of embeddings with conversation %s (threshold %s)",
                        twin.similarity(),
                        twin.conversationId(),
                        settings.duplicates().semantic().orElseThrow().threshold());
        };
    }

    private static Placement duplicate(Resemblance twin, String detail) {
        DropReason reason =
                switch (twin.kind()) {
                    case EXACT -> DropReason.EXACT_DUPLICATE;
                    case NEAR -> DropReason.NEAR_DUPLICATE;
                    case SEMANTIC -> DropReason.SEMANTIC_DUPLICATE;
                };
        return new Placement.Refused(reason, detail, new Twin(twin.conversationId(), twin.similarity()));
    }

    private static boolean isFamily(String id, String parent, Function<String, Optional<Remembered>> stored) {
        return id.equals(parent) || Objects.equals(known(id, stored).parent(), parent);
    }

    private static DuplicateIndex.Facts facts(String id, Function<String, Optional<Remembered>> stored) {
        return known(id, stored).facts();
    }

    private static Remembered known(String id, Function<String, Optional<Remembered>> stored) {
        return stored.apply(id)
                .orElseThrow(() -> new IllegalStateException(
                        "conversation %s is in the index of duplicates and not in the store".formatted(id)));
    }

    private static String name(Split split) {
        return split.name().toLowerCase(Locale.ROOT);
    }

    /** What was placed is stored. */
    public void remember(String id, Remembered remembered) {
        index.add(remembered.ordinal(), id, remembered.facts());
        note(remembered);
        if (split.isFixed()) {
            count(remembered, 1);
        }
    }

    private void note(Remembered remembered) {
        nextOrdinal = Math.max(nextOrdinal, remembered.ordinal() + 1);
        counted += remembered.isCounted() ? 1 : 0;
        groups.add(remembered);
    }

    private void count(Remembered remembered, int by) {
        if (remembered.isCounted()) {
            String stratum = remembered.stratum() != null
                    ? remembered.stratum()
                    : split.stratum(remembered.label(), remembered.embedding());
            split.count(stratum, remembered.split(), by);
        }
    }

    /** Was stored, and is erased. */
    public void forget(Remembered erased) {
        index.remove(erased.ordinal(), erased.text());
        groups.remove(erased);
        counted -= erased.isCounted() ? 1 : 0;
        if (split.isFixed()) {
            count(erased, -1);
        }
    }

    /** Of what was stored before, in any order; then {@link #restored}. @param strata those of this dataset, if fixed */
    public void restore(String id, Remembered remembered, Optional<Strata> strata) {
        if (!split.isFixed()) {
            strata.ifPresent(split::fix);
        }
        index.restore(remembered.ordinal(), id, remembered.facts());
        note(remembered);
        if (split.isFixed()) {
            count(remembered, 1);
        }
    }

    public void restored() {
        index.restored();
    }

    /** Whether the dataset has grown so large that its strata are to be fixed. */
    public boolean needsStrata() {
        return !split.isFixed() && counted >= settings.stratifyFrom();
    }

    /** Fixes them, once and for all. @param all that is stored of this dataset. @return to be stored */
    public Strata fixStrata(Iterable<Remembered> all, String dataset) {
        // In the order in which they came, whatever order a store has.
        TreeMap<Integer, HalfVector> unlabelled = new TreeMap<>();
        for (Remembered remembered : all) {
            if (remembered.isCounted() && remembered.label() == null && remembered.embedding() != null) {
                unlabelled.put(remembered.ordinal(), remembered.embedding());
            }
        }
        long seed = settings.splits().seed() * 31 + dataset.hashCode();
        Strata strata = new Strata(
                unlabelled.isEmpty()
                        ? Optional.empty()
                        : Optional.of(Clusters.of(List.copyOf(unlabelled.values()), settings.clusters(), seed)));
        split.fix(strata);
        all.forEach(remembered -> count(remembered, 1));
        return strata;
    }

    /** Prepared conversations that are remembered, children included. */
    public int size() {
        return index.size();
    }

    /** Held in memory for telling duplicates. */
    public long bytes() {
        return index.bytes();
    }
}
