package io.parlance.preprocess.duplicates;

import io.parlance.preprocess.Sha256;
import io.parlance.preprocess.recipe.DuplicateRules;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The conversations of one dataset by what they say. Not for several threads at once.
 *
 * <p>Ordinals say which came first; each is used once. Of candidates the {@value #MOST_VERIFIED} with the likeliest
 * signatures are measured exactly, by what the caller remembers of them.
 */
public final class DuplicateIndex {
    private static final int MOST_VERIFIED = 32;
    /** Standard deviations by which the agreement of two signatures may fall short of what the threshold makes likely. */
    private static final double SLACK = 4;

    private final DuplicateRules rules;
    private final IdArena ids = new IdArena();
    private int size;
    private final DigestIndex texts = new DigestIndex();
    private final Family<Shingles> near;
    private final Family<HalfVector> semantic;

    public DuplicateIndex(DuplicateRules rules) {
        this.rules = rules;
        this.near = rules.near().map(DuplicateIndex::ofShingles).orElse(null);
        this.semantic = rules.semantic().map(DuplicateIndex::ofEmbeddings).orElse(null);
    }

    private static Family<Shingles> ofShingles(DuplicateRules.Near rules) {
        Bands bands = Bands.forAgreement(rules.threshold());
        MinHash hash = new MinHash(bands.signatureBytes());
        return new Family<>(new BandIndex(bands), hash::signature, leastRows(bands, rules.threshold()));
    }

    private static Family<HalfVector> ofEmbeddings(DuplicateRules.Semantic rules) {
        double agreement = RandomProjections.agreement(rules.threshold());
        Bands bands = Bands.forAgreement(agreement);
        RandomProjections projections = new RandomProjections(bands.signatureBytes());
        return new Family<>(new BandIndex(bands), projections::signature, leastRows(bands, agreement));
    }

    private static int leastRows(Bands bands, double agreement) {
        int rows = bands.signatureBytes();
        return (int) Math.max(0, rows * agreement - SLACK * Math.sqrt(rows * agreement * (1 - agreement)));
    }

    /** Signatures of one kind, by their bands. */
    private record Family<T>(BandIndex index, Function<T, byte[]> signature, int leastRows) {}

    /** What a conversation is found by. @param embedding null when the rules ask for no semantic duplicates */
    public record Facts(Sha256 text, Shingles shingles, HalfVector embedding) {}

    /** Has it found from now on. */
    public void add(int ordinal, String id, Facts facts) {
        put(ordinal, id, facts);
        if (near != null && comparable(facts.shingles())) {
            near.index().add(ordinal, near.signature().apply(facts.shingles()));
        }
        if (semantic != null && facts.embedding() != null) {
            semantic.index().add(ordinal, semantic.signature().apply(facts.embedding()));
        }
    }

    /** Like {@link #add}, in any order; the conversations are found after {@link #restored}. */
    public void restore(int ordinal, String id, Facts facts) {
        put(ordinal, id, facts);
        if (near != null && comparable(facts.shingles())) {
            near.index().put(ordinal, near.signature().apply(facts.shingles()));
        }
        if (semantic != null && facts.embedding() != null) {
            semantic.index().put(ordinal, semantic.signature().apply(facts.embedding()));
        }
    }

    private void put(int ordinal, String id, Facts facts) {
        size++;
        ids.put(ordinal, id);
        texts.put(facts.text(), ordinal);
    }

    private boolean comparable(Shingles shingles) {
        return shingles != null
                && shingles.words() == rules.near().orElseThrow().shingleWords();
    }

    /** All is as it would be had each conversation been added in turn. */
    public void restored() {
        if (near != null) {
            near.index().relink();
        }
        if (semantic != null) {
            semantic.index().relink();
        }
    }

    /** Takes it out, and overwrites what was held of it. */
    public void remove(int ordinal, Sha256 text) {
        size--;
        ids.remove(ordinal);
        texts.remove(text, ordinal);
        if (near != null) {
            near.index().remove(ordinal);
        }
        if (semantic != null) {
            semantic.index().remove(ordinal);
        }
    }

    /**
     * The earlier conversations that this one resembles by the rules: the same text first, then nearly the same words,
     * then nearly the same meaning; the most similar first, then the earliest.
     *
     * @param remembered the facts of an id that was added
     */
    public List<Resemblance> of(Facts facts, Function<String, Facts> remembered) {
        Optional<String> same = same(facts.text());
        if (same.isPresent()) {
            return List.of(new Resemblance(same.get(), Resemblance.Kind.EXACT, 1));
        }
        List<Resemblance> found = new ArrayList<>();
        if (near != null && comparable(facts.shingles())) {
            double threshold = rules.near().orElseThrow().threshold();
            for (String id : candidates(near, facts.shingles())) {
                double jaccard = facts.shingles().jaccard(remembered.apply(id).shingles());
                if (jaccard >= threshold) {
                    found.add(new Resemblance(id, Resemblance.Kind.NEAR, jaccard));
                }
            }
        }
        if (semantic != null && facts.embedding() != null) {
            double threshold = rules.semantic().orElseThrow().threshold();
            for (String id : candidates(semantic, facts.embedding())) {
                double cosine = facts.embedding().cosine(remembered.apply(id).embedding());
                if (cosine >= threshold) {
                    found.add(new Resemblance(id, Resemblance.Kind.SEMANTIC, cosine));
                }
            }
        }
        found.sort(Comparator.comparing(Resemblance::kind)
                .thenComparing(
                        Comparator.comparingDouble(Resemblance::similarity).reversed()));
        return found;
    }

    private Optional<String> same(Sha256 text) {
        int ordinal = rules.exact() ? texts.get(text) : -1;
        return ordinal < 0 ? Optional.empty() : Optional.of(ids.get(ordinal));
    }

    private <T> List<String> candidates(Family<T> family, T what) {
        int[] ordinals = family.index().candidates(family.signature().apply(what), family.leastRows(), MOST_VERIFIED);
        java.util.Arrays.sort(ordinals); // the earliest first, where all else is equal
        List<String> candidates = new ArrayList<>(ordinals.length);
        for (int ordinal : ordinals) {
            candidates.add(ids.get(ordinal));
        }
        return candidates;
    }

    /** Conversations. */
    public int size() {
        return size;
    }

    /** Of all it holds in memory. */
    public long bytes() {
        return ids.bytes()
                + texts.bytes()
                + (near == null ? 0 : near.index().bytes())
                + (semantic == null ? 0 : semantic.index().bytes());
    }
}
