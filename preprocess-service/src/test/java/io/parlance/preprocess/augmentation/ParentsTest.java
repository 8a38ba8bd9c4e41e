package io.parlance.preprocess.augmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.parlance.contracts.ExamplePrepared;
import io.parlance.contracts.Parent;
import io.parlance.contracts.Split;
import io.parlance.contracts.Traits;
import io.parlance.contracts.Turn;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ParentsTest {
    private final Parents all = new Parents(Set.of(), 1, 1);

    @Test
    void areWholeExamplesOfTheTrainingSplitThatAreNoChildren() {
        assertThat(all.include(example("a", "live", Split.TRAIN, Traits.NONE))).isTrue();
        assertThat(all.include(example("a", "live", Split.VALIDATION, Traits.NONE)))
                .isFalse();
        assertThat(all.include(example("a", "live", Split.TEST, Traits.NONE))).isFalse();
        assertThat(all.include(
                        example("a", "live", Split.TRAIN, AnyExample.traits(null, null, new Parent("p", "m@1"), null))))
                .isFalse();
        assertThat(all.include(example("a", "live", Split.TRAIN, AnyExample.traits(null, null, null, 1))))
                .isFalse();
    }

    @Test
    void areOfTheDatasetsAskedFor() {
        // Given
        Parents some = new Parents(Set.of("coffee"), 1, 1);
        // Then
        assertThat(some.include(example("a", "coffee", Split.TRAIN, Traits.NONE)))
                .isTrue();
        assertThat(some.include(example("a", "live", Split.TRAIN, Traits.NONE))).isFalse();
    }

    @Test
    void areTheShareAskedForAndTheSameOnesEachTime() {
        // Given
        Parents third = new Parents(Set.of(), 0.3, 5);
        // When
        List<Boolean> once = drawn(third);
        // Then
        assertThat(once.stream().filter(b -> b).count() / 4000.0).isEqualTo(0.3, within(0.03));
        assertThat(drawn(third)).isEqualTo(once);
        assertThat(drawn(new Parents(Set.of(), 0.3, 6))).isNotEqualTo(once);
    }

    @Test
    void haveAShareBetweenNoneAndAll() {
        assertThatThrownBy(() -> new Parents(Set.of(), -0.1, 1)).hasMessage("share is -0.1, expected 0 to 1");
    }

    private static List<Boolean> drawn(Parents parents) {
        return IntStream.range(0, 4000)
                .mapToObj(i -> parents.include(example("c-" + i, "live", Split.TRAIN, Traits.NONE)))
                .toList();
    }

    private static ExamplePrepared example(String id, String dataset, Split split, Traits traits) {
        return AnyExample.of(id, dataset, split, traits, List.of(new Turn("user", "a"), new Turn("assistant", "b")));
    }
}
