package io.parlance.trainer.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.parlance.contracts.Embedding;
import io.parlance.contracts.ExamplePrepared;
import io.parlance.contracts.NonPreferred;
import io.parlance.contracts.Split;
import io.parlance.contracts.TokenIds;
import io.parlance.contracts.TokenSpan;
import io.parlance.contracts.Turn;
import io.parlance.model.text.TokenSequence;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowSelectionTest {
    private static final ExampleFormat FORMAT = new ExampleFormat("aa".repeat(32), "bb".repeat(32));
    private final WindowSelection selection = new WindowSelection("live", FORMAT);

    @Test
    void sortsExamplesIntoTheirSplits() {
        // When
        selection.add(0, 0, "a", example("live", Split.TRAIN, FORMAT, 1, 2, 3));
        selection.add(0, 1, "b", example("live", Split.VALIDATION, FORMAT, 4, 5, 6));
        selection.add(0, 2, "c", example("live", Split.TEST, FORMAT, 7, 8, 9));

        // Then
        WindowExamples examples = selection.result();
        assertThat(examples.train()).hasSize(1);
        assertThat(examples.validation()).hasSize(1);
        assertThat(examples.test()).isEqualTo(1);
        assertThat(examples.isWorthAWarning()).isFalse();
    }

    @Test
    void saysThatOfAPairOnlyThePreferredAnswerIsTrainedOn() {
        // When
        selection.add(0, 0, "a", pair(example("live", Split.TRAIN, FORMAT, 1, 2, 3)));
        selection.add(0, 1, "b", pair(example("live", Split.TEST, FORMAT, 1, 2, 3)));

        // Then
        WindowExamples examples = selection.result();
        assertThat(examples.train()).hasSize(1);
        assertThat(examples.summary()).endsWith("of 1 preference pairs only the preferred answer is trained on");
        assertThat(examples.isWorthAWarning()).isTrue();
    }

    private static ExamplePrepared pair(ExamplePrepared preferred) {
        return new ExamplePrepared(
                preferred.conversationId(),
                preferred.dataset(),
                preferred.split(),
                preferred.messages(),
                preferred.tokens(),
                preferred.trained(),
                preferred.embedding(),
                preferred.baseModel(),
                preferred.tokenizerSha256(),
                preferred.templateSha256(),
                preferred.recipeSha256(),
                List.of(),
                new NonPreferred(
                        List.of(new Turn("assistant", "No.")), new TokenIds(1, 9, 9), List.of(new TokenSpan(1, 3))),
                preferred.traits());
    }

    @Test
    void keepsTokensAndMaskAsTheyWerePrepared() {
        // Given
        BitSet trained = new BitSet();
        trained.set(1, 3);

        // When
        selection.add(0, 0, "a", example("live", Split.TRAIN, FORMAT, 11, 12, 13));

        // Then
        assertThat(selection.result().train())
                .containsExactly(new TokenSequence(io.parlance.model.text.TokenIds.of(11, 12, 13), trained));
    }

    @Test
    void putsExamplesInTheOrderOfTheirPlacesWhateverOrderTheyCameIn() {
        // When
        selection.add(1, 0, "c", example("live", Split.TRAIN, FORMAT, 3, 3, 3));
        selection.add(0, 5, "b", example("live", Split.TRAIN, FORMAT, 2, 2, 2));
        selection.add(0, 1, "a", example("live", Split.TRAIN, FORMAT, 1, 1, 1));

        // Then
        assertThat(selection.result().train())
                .extracting(sequence -> sequence.ids().get(0))
                .containsExactly(1, 2, 3);
    }

    @Test
    void countsWhatItPassesOver() {
        // Given
        ExampleFormat other = new ExampleFormat("cc".repeat(32), FORMAT.templateSha256());

        // When
        selection.add(0, 0, "a", example("other", Split.TRAIN, FORMAT, 1, 2, 3));
        selection.add(0, 1, "b", example("live", Split.TRAIN, other, 1, 2, 3));
        selection.add(0, 2, "c", example("live", Split.TRAIN, FORMAT, 1, 2, 3));
        selection.add(0, 3, "c", example("live", Split.TRAIN, FORMAT, 1, 2, 3));
        selection.addUnreadable();
        selection.addErased(0, "c-1");

        // Then
        WindowExamples examples = selection.result();
        assertThat(examples.train()).hasSize(1);
        assertThat(examples.ofOtherDatasets()).isEqualTo(1);
        assertThat(examples.ofOtherFormats()).isEqualTo(1);
        assertThat(examples.repeated()).isEqualTo(1);
        assertThat(examples.unreadable()).isEqualTo(1);
        assertThat(examples.erased()).isEqualTo(1);
        assertThat(examples.isWorthAWarning()).isTrue();
        assertThat(examples.summary())
                .contains("1 prepared for another tokenizer")
                .endsWith("1 erased");
    }

    @Test
    void knowsHowManyExamplesAreGoneSinceTheWindowWasFixed() {
        // When
        selection.add(0, 0, "a", example("live", Split.TRAIN, FORMAT, 1, 2, 3));
        selection.add(0, 1, "a", example("live", Split.TRAIN, FORMAT, 1, 2, 3));
        selection.add(0, 2, "b", example("live", Split.TEST, FORMAT, 1, 2, 3));
        selection.addErased(0, "c-2");

        // Then
        WindowExamples examples = selection.result();
        assertThat(examples.goneSince(5)).isEqualTo(3);
        assertThat(examples.goneSince(2)).isZero();
        assertThat(examples.goneSince(0)).isZero();
        assertThat(examples.isWorthAWarning()).isFalse();
    }

    private static ExamplePrepared example(String dataset, Split split, ExampleFormat format, int... tokens) {
        return new ExamplePrepared(
                "conv-" + tokens[0],
                dataset,
                split,
                List.of(new Turn("user", "hi"), new Turn("assistant", "ho")),
                new TokenIds(tokens),
                List.of(new TokenSpan(1, tokens.length)),
                new Embedding(1f),
                "tiny",
                format.tokenizerSha256(),
                format.templateSha256(),
                "dd".repeat(32));
    }
}
