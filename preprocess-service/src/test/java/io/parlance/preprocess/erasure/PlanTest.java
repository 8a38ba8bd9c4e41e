package io.parlance.preprocess.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import io.parlance.contracts.ErasureCompleted;
import io.parlance.contracts.ErasureRequested;
import io.parlance.contracts.ErasureRequested.Scope;
import io.parlance.contracts.Topics;
import io.parlance.preprocess.erasure.trace.Traced;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {
    private static final int FITS = 1_000_000;

    private final Plan plan = new Plan();

    @Test
    void namesTheLinesOfAFileAndOfManyOnlyHowManyTheyAre() {
        // When
        plan.leave("few.jsonl in the watched folder", 7L);
        for (long line = 1; line <= 101; line++) {
            plan.leave("many.jsonl in the watched folder", line);
        }
        // Then
        assertThat(plan.leftWithYou())
                .containsExactly(
                        "line 7 of few.jsonl in the watched folder",
                        "101 lines of many.jsonl in the watched folder, from line 1 to line 101");
        assertThat(plan.leftBeside()).isEmpty();
    }

    @Test
    void givesAReceiptThatFitsHoweverManyPagesAndConversationsThereWere() {
        // Given: the longest names, of letters that take three bytes each
        ErasureRequested request = new ErasureRequested("era-1", Scope.DATASET, null, "bulk", null, 1_795_450_000L);
        String longest = "\u20ac".repeat(190);
        for (int i = 0; i < 20_000; i++) {
            plan.add(new ErasureCompleted.Conversation("bulk", longest + i));
            plan.add(new Found(Topics.CONVERSATIONS_SUBMITTED, 0, i, "bulk", longest + i, false));
            plan.leave("the page https://example.com/%s/%d".formatted("x".repeat(i % 2 == 0 ? 10 : 2_000), i), null);
        }
        ErasureState state = ErasureState.begin("era-1").planned(plan);
        // When
        ErasureCompleted receipt = new Proof(request, plan, state)
                .receipt(List.of(), new Traced(List.of(), List.of()), List.of(), 1_795_450_009L);
        // Then
        assertThat(ErasureJson.write(receipt)).hasSizeLessThan(FITS);
        assertThat(ErasureJson.write(state)).hasSizeLessThan(FITS);
        assertThat(ErasureJson.write(plan.found().subList(0, 500))).hasSizeLessThan(FITS);
        assertThat(receipt.conversations()).isEqualTo(20_000);
        assertThat(receipt.listed()).hasSizeGreaterThan(100);
        int named = receipt.leftWithYou().size() - 1;
        assertThat(receipt.leftWithYou().getLast())
                .isEqualTo("%d more places; the log of preprocess names them".formatted(20_000 - named));
        assertThat(plan.leftBeside()).hasSize(20_000 - named);
    }
}
