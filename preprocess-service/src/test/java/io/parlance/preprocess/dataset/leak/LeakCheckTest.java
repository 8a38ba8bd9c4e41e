package io.parlance.preprocess.dataset.leak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.parlance.preprocess.dataset.leak.LeakReport.Crossings;
import io.parlance.preprocess.dataset.leak.LeakReport.Kind;
import io.parlance.preprocess.dataset.leak.LeakReport.Member;
import io.parlance.preprocess.dataset.leak.LeakReport.Pair;
import io.parlance.preprocess.dataset.leak.LeakReport.Side;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LeakCheckTest {
    private static final int A = 0;
    private static final int B = 1;
    private static final int EVERYTHING = 10_000;

    private final LeakCheck check = check(0.7);

    private static LeakCheck check(double threshold) {
        return new LeakCheck(List.of("a", "b"), threshold, 1_000_000);
    }

    @Test
    void tellsExactFromNormalisedFromNear() {
        // Given
        check.add(A, text("a1", "one two three four five six seven eight nine ten"));
        check.add(A, text("a2", "Do you open at nine?"));
        check.add(A, text("a3", "the quick brown fox jumps over the lazy dog"));
        check.add(A, text("a4", "nothing that anybody else says"));
        check.add(B, text("b1", "one two three four five six seven eight nine eleven"));
        check.add(B, text("b2", "do you  open, at NINE"));
        check.add(B, text("b3", "the quick brown fox jumps over the lazy dog"));
        // When
        LeakReport report = check.report(EVERYTHING);
        // Then
        assertThat(report.crossings()).containsExactly(new Crossings("a", "b", 1, 1, 1));
        assertThat(report.sides()).containsExactly(new Side("a", 4, 3), new Side("b", 3, 3));
        assertThat(report.pairs())
                .extracting(Pair::kind, pair -> pair.one().id(), pair -> pair.other()
                        .id())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Kind.EXACT, "a3", "b3"),
                        org.assertj.core.groups.Tuple.tuple(Kind.NORMALISED, "a2", "b2"),
                        org.assertj.core.groups.Tuple.tuple(Kind.NEAR_DUPLICATE, "a1", "b1"));
        assertThat(report.pairs().getLast().similarity()).isCloseTo(7.0 / 9, within(1e-9));
    }

    @Test
    void doesNotMindWhatASideSharesWithItself() {
        // Given
        check.add(A, text("a1", "the same words again and again"));
        check.add(A, text("a2", "the same words again and again"));
        check.add(B, text("b1", "quite another thing"));
        // When
        LeakReport report = check.report(EVERYTHING);
        // Then
        assertThat(report.total()).isZero();
        assertThat(report.pairs()).isEmpty();
    }

    @Test
    void countsEveryPairAndListsAsManyAsAsked() {
        // Given
        for (int i = 0; i < 300; i++) {
            check.add(A, text("a" + i, "the same words again and again"));
            check.add(B, text("b" + i, "the same words again and again"));
        }
        check.add(B, text("b", "The same words, again and again!"));
        // When
        LeakReport report = check.report(5);
        // Then
        assertThat(report.crossings()).containsExactly(new Crossings("a", "b", 90_000, 300, 0));
        assertThat(report.pairs()).hasSize(5).allMatch(pair -> pair.kind() == Kind.EXACT);
    }

    @Test
    void namesTheSidesInTheirOrderWhicheverCameFirst() {
        // Given
        check.add(B, new Passage(null, 7L, List.of("user", "hello"), "hello", "hello"));
        check.add(A, new Passage("c", null, List.of("user", "hello"), "hello", "hello"));
        // When
        LeakReport report = check.report(EVERYTHING);
        // Then
        assertThat(report.pairs())
                .containsExactly(new Pair(Kind.EXACT, 1, new Member("a", "c", null), new Member("b", null, 7L)));
    }

    @Test
    void takesTheSameDialogueUnderOtherInstructionsForNear() {
        // Given
        check.add(
                A,
                new Passage("a", null, List.of("system", "Be brief.", "user", "hello"), "Be brief.\nhello", "hello"));
        check.add(
                B, new Passage("b", null, List.of("system", "Be kind.", "user", "hello"), "Be kind.\nhello", "hello"));
        // Then
        assertThat(check.report(EVERYTHING).crossings()).containsExactly(new Crossings("a", "b", 0, 0, 1));
    }

    @Test
    void takesTheSameWordsOfOtherSpeakersForNormalised() {
        // Given
        check.add(A, new Passage("a", null, List.of("user", "hello"), "hello", "hello"));
        check.add(B, new Passage("b", null, List.of("assistant", "hello"), "hello", "hello"));
        // Then
        assertThat(check.report(EVERYTHING).crossings()).containsExactly(new Crossings("a", "b", 0, 1, 0));
    }

    @Test
    void findsWhatAPlainComparisonOfAllPairsFinds() {
        // Given
        Random random = new Random(11);
        List<String> a = new ArrayList<>();
        List<String> b = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            List<String> words = new ArrayList<>();
            for (int w = 0; w < 30; w++) {
                words.add("w" + random.nextInt(5_000));
            }
            a.add(String.join(" ", words));
            for (int changes = random.nextInt(4); changes > 0; changes--) {
                words.set(random.nextInt(words.size()), "other" + random.nextInt(5_000));
            }
            b.add(String.join(" ", words));
        }
        LeakCheck half = check(0.5);
        for (int i = 0; i < a.size(); i++) {
            half.add(A, text("" + i, a.get(i)));
            half.add(B, text("" + i, b.get(i)));
        }
        // When
        LeakReport report = half.report(EVERYTHING);
        // Then
        Set<String> found = new HashSet<>();
        report.pairs().forEach(p -> found.add(p.one().id() + "|" + p.other().id()));
        Set<String> expected = new HashSet<>();
        for (int i = 0; i < a.size(); i++) {
            for (int j = 0; j < b.size(); j++) {
                if (plainJaccard(a.get(i), b.get(j)) >= 0.5) {
                    expected.add(i + "|" + j);
                }
            }
        }
        assertThat(expected).hasSizeGreaterThan(100);
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void refusesMoreTextThanItMayHold() {
        // Given
        LeakCheck small = new LeakCheck(List.of("a", "b"), 0.7, 10);
        small.add(A, text("a", "0123456789"));
        // Then
        assertThatThrownBy(() -> small.add(B, text("b", "x")))
                .isInstanceOf(LeakCheck.TooMuchText.class)
                .hasMessageContaining("10 characters");
    }

    private static double plainJaccard(String one, String other) {
        Set<String> shared = plainShingles(one);
        Set<String> all = plainShingles(other);
        int sizes = shared.size() + all.size();
        shared.retainAll(all);
        return (double) shared.size() / (sizes - shared.size());
    }

    private static Set<String> plainShingles(String text) {
        String[] words = text.split(" ");
        Set<String> shingles = new HashSet<>();
        for (int i = 0; i + 2 < words.length; i++) {
            shingles.add(words[i] + " " + words[i + 1] + " " + words[i + 2]);
        }
        return shingles;
    }

    private static Passage text(String id, String text) {
        return Passage.ofText(id, null, text);
    }
}
