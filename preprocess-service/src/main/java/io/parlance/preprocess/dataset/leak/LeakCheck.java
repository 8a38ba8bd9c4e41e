package io.parlance.preprocess.dataset.leak;

import io.parlance.preprocess.Sha256;
import io.parlance.preprocess.dataset.leak.LeakReport.Crossings;
import io.parlance.preprocess.dataset.leak.LeakReport.Kind;
import io.parlance.preprocess.dataset.leak.LeakReport.Member;
import io.parlance.preprocess.duplicates.NearDuplicates;
import io.parlance.preprocess.duplicates.Shingles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects the texts of all sides and compares each with all others. Of a text it keeps its place and the hashes of its
 * shingles; equal ones are kept once. Not for several threads.
 */
public final class LeakCheck {
    private static final int SHINGLE_WORDS = 3;

    private final List<String> sides;
    private final double threshold;
    private final Map<Sha256, Group> groups = new LinkedHashMap<>();
    private final long[] texts;
    private final long mostCharacters;
    private long characters;

    /** Texts that say exactly the same. */
    private static final class Group {
        private final Sha256 folded;
        private final Shingles shingles;
        private final List<List<Place>> members = new ArrayList<>();
        private final boolean[] crosses;

        Group(Sha256 folded, Shingles shingles, int sides) {
            this.folded = folded;
            this.shingles = shingles;
            this.crosses = new boolean[sides];
            for (int i = 0; i < sides; i++) {
                members.add(new ArrayList<>(1));
            }
        }

        int count(int side) {
            return members.get(side).size();
        }
    }

    private record Place(String id, Long line) {}

    /** More text than one check may hold. */
    public static final class TooMuchText extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooMuchText(long most) {
            super("the sides have more than %d characters together; check them in parts".formatted(most));
        }
    }

    /**
     * @param sides names of the sides; pairs within one do not count
     * @param threshold least Jaccard index of near-duplicates, above 0 to 1
     * @param mostCharacters of all texts together
     */
    public LeakCheck(List<String> sides, double threshold, long mostCharacters) {
        this.sides = List.copyOf(sides);
        this.threshold = threshold;
        this.mostCharacters = mostCharacters;
        this.texts = new long[sides.size()];
    }

    /** @throws TooMuchText when it would become too much */
    public void add(int side, Passage passage) {
        characters += passage.words().length();
        if (characters > mostCharacters) {
            throw new TooMuchText(mostCharacters);
        }
        texts[side]++;
        groups.computeIfAbsent(Sha256.of(passage.parts()), _ -> group(passage))
                .members
                .get(side)
                .add(new Place(passage.id(), passage.line()));
    }

    private Group group(Passage passage) {
        return new Group(
                Sha256.of(FoldedText.of(passage.words())),
                Shingles.of(passage.dialogue(), SHINGLE_WORDS),
                sides.size());
    }

    /** @param listed most pairs to list */
    public LeakReport report(int listed) {
        CrossingCounts counts = new CrossingCounts(sides.size());
        ClearestPairs pairs = new ClearestPairs(listed);
        List<Group> all = List.copyOf(groups.values());
        Map<Sha256, List<Group>> byFolded = new HashMap<>();
        NearDuplicates near = new NearDuplicates(threshold, SHINGLE_WORDS);
        for (int i = 0; i < all.size(); i++) {
            Group group = all.get(i);
            note(Kind.EXACT, 1, group, group, counts, pairs);
            List<Group> alike = byFolded.computeIfAbsent(group.folded, _ -> new ArrayList<>(1));
            for (Group earlier : alike) {
                note(Kind.NORMALISED, group.shingles.jaccard(earlier.shingles), earlier, group, counts, pairs);
            }
            alike.add(group);
            near.forEachAlike(group.shingles, (ordinal, similarity) -> {
                Group earlier = all.get(ordinal);
                if (!earlier.folded.equals(group.folded)) {
                    note(Kind.NEAR_DUPLICATE, similarity, earlier, group, counts, pairs);
                }
            });
            near.add(group.shingles);
        }
        return new LeakReport(threshold, sides(all), counts.crossings(sides), pairs.clearestFirst());
    }

    private void note(
            Kind kind, double similarity, Group one, Group other, CrossingCounts counts, ClearestPairs pairs) {
        for (int a = 0; a < sides.size(); a++) {
            for (int b = one == other ? a + 1 : 0; b < sides.size(); b++) {
                long found = (long) one.count(a) * other.count(b);
                if (a != b && found > 0) {
                    counts.add(kind, a, b, found);
                    one.crosses[a] = true;
                    other.crosses[b] = true;
                    list(kind, similarity, one, a, other, b, pairs);
                }
            }
        }
    }

    private void list(Kind kind, double similarity, Group one, int a, Group other, int b, ClearestPairs pairs) {
        if (!pairs.wants(kind, similarity)) {
            return;
        }
        int listed = 0;
        for (Place mine : one.members.get(a)) {
            for (Place its : other.members.get(b)) {
                if (listed++ >= pairs.most()) {
                    return;
                }
                Member first = new Member(sides.get(a), mine.id(), mine.line());
                Member second = new Member(sides.get(b), its.id(), its.line());
                pairs.add(
                        a < b
                                ? new LeakReport.Pair(kind, similarity, first, second)
                                : new LeakReport.Pair(kind, similarity, second, first));
            }
        }
    }

    private List<LeakReport.Side> sides(List<Group> all) {
        List<LeakReport.Side> figures = new ArrayList<>();
        for (int side = 0; side < sides.size(); side++) {
            long crossing = 0;
            for (Group group : all) {
                crossing += group.crosses[side] ? group.count(side) : 0;
            }
            figures.add(new LeakReport.Side(sides.get(side), texts[side], crossing));
        }
        return figures;
    }

    /** Pairs by kind and sides. */
    private static final class CrossingCounts {
        private final long[][][] found;

        CrossingCounts(int sides) {
            found = new long[sides][sides][Kind.values().length];
        }

        void add(Kind kind, int a, int b, long pairs) {
            found[Math.min(a, b)][Math.max(a, b)][kind.ordinal()] += pairs;
        }

        List<Crossings> crossings(List<String> sides) {
            List<Crossings> all = new ArrayList<>();
            for (int a = 0; a < found.length; a++) {
                for (int b = a + 1; b < found.length; b++) {
                    long[] kinds = found[a][b];
                    all.add(new Crossings(sides.get(a), sides.get(b), kinds[0], kinds[1], kinds[2]));
                }
            }
            return all;
        }
    }
}
