package io.parlance.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.parlance.model.text.TokenIds;
import io.parlance.model.text.TokenSequence;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PackedExamplesTest {
    private static final int[] SYSTEM_TURN = {90, 91, 92, 93, 94, 95, 96, 97};

    private static TokenSequence example(int[] ids, int trainedFrom, int trainedTo) {
        BitSet trained = new BitSet();
        trained.set(trainedFrom, trainedTo);
        return new TokenSequence(TokenIds.of(ids), trained);
    }

    private static int[] afterSystemTurn(int... more) {
        return IntStream.concat(IntStream.of(SYSTEM_TURN), IntStream.of(more)).toArray();
    }

    @Test
    void laysOutASharedBeginningOnceAndNothingAfterTheLastSupervisedToken() {
        // Given
        TokenSequence first = example(afterSystemTurn(1, 2, 3, 4), 10, 11);
        TokenSequence second = example(afterSystemTurn(5, 6, 7, 8, 9), 10, 13);

        // When
        PackedExamples packed = PackedExamples.of(List.of(first, second));

        // Then
        assertThat(packed.ids()).containsExactly(90, 91, 92, 93, 94, 95, 96, 97, 1, 2, 5, 6, 7, 8);
        assertThat(packed.positions()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 8, 9, 10, 11);
        assertThat(packed.rows()).containsExactly(9, 11, 12, 13);
        assertThat(packed.targets()).containsExactly(3, 7, 8, 9);
        assertThat(packed.spans()).isEqualTo(3);
        assertThat(packed.querySlots()).isEqualTo(8);
        assertThat(packed.keySlots()).isEqualTo(16);
        assertThat(packed.slotOfToken()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 16, 17, 18, 19);
    }

    @Test
    void letsEveryTokenSeeTheTokensOfItsOwnExampleUpToItself() {
        // Given
        List<TokenSequence> examples =
                List.of(example(afterSystemTurn(1, 2, 3, 4), 10, 12), example(afterSystemTurn(5, 6, 7), 9, 11));

        // When
        PackedExamples packed = PackedExamples.of(examples);

        // Then
        long[] keys = packed.keyTokens();
        float[] mask = packed.attentionMask();
        for (int token = 0; token < packed.ids().length; token++) {
            int slot = (int) packed.slotOfToken()[token];
            int span = slot / packed.querySlots();
            int from = slot * packed.keySlots();
            long[] seen = IntStream.range(0, packed.keySlots())
                    .filter(key -> mask[from + key] == 0)
                    .mapToLong(key -> packed.ids()[(int) keys[span * packed.keySlots() + key]])
                    .toArray();
            long[] expected = IntStream.of(
                            examples.get(Math.max(0, span - 1)).ids().toArray())
                    .limit(packed.positions()[token] + 1L)
                    .mapToLong(id -> id)
                    .toArray();
            assertThat(seen).as("seen by token " + token).containsExactly(expected);
        }
    }

    @Test
    void sharesNoTokenThatPredictsASupervisedOne() {
        // Given: the ninth token is supervised in one of them
        TokenSequence first = example(afterSystemTurn(1, 2, 3), 8, 11);
        TokenSequence second = example(afterSystemTurn(1, 2, 4), 10, 11);

        // When
        PackedExamples packed = PackedExamples.of(List.of(first, second));

        // Then: seven are left, which are too few to share
        assertThat(packed.spans()).isEqualTo(2);
        assertThat(packed.ids()).hasSize(20);
    }
}
