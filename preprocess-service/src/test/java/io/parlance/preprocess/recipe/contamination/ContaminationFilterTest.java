package io.parlance.preprocess.recipe.contamination;

import static io.parlance.preprocess.recipe.AnyConversation.dropped;
import static io.parlance.preprocess.recipe.AnyConversation.saying;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.DropReason;
import io.parlance.contracts.Turn;
import io.parlance.preprocess.recipe.Recipe;
import io.parlance.preprocess.recipe.RecipeOutcome;
import io.parlance.preprocess.recipe.filter.Words;
import io.parlance.preprocess.recipe.operation.RecipeFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContaminationFilterTest {
    private static final String QUESTION =
            "A train leaves the old station at nine in the morning and travels north at sixty miles an hour.";

    @TempDir
    private Path folder;

    @BeforeEach
    void writeSets() throws IOException {
        Path sets = Files.createDirectory(folder.resolve("sets"));
        Files.writeString(sets.resolve("easy.jsonl"), "{\"q\": \"too short to count\"}\n");
        Files.writeString(
                sets.resolve("trains.jsonl"),
                "{\"id\": 1}\n{\"messages\": [{\"role\": \"user\", \"content\": \"%s\"}]}\n".formatted(QUESTION));
    }

    @Test
    void dropsWhatStandsInAnEvaluationSetAndShowsWhere() {
        // Given
        String turn = "Tell me: A TRAIN leaves the old station at nine - in the morning - and travels SOUTH";
        // When
        RecipeOutcome outcome = recipe(13).apply(saying(turn, "ok"));
        // Then
        assertThat(dropped(outcome).reason()).isEqualTo(DropReason.CONTAMINATED);
        assertThat(dropped(outcome).detail())
                .isEqualTo("messages[0] (user) characters 9 to 78 (13 words) also in sets/trains.jsonl line 2");
        assertThat(turn.substring(9, 78))
                .isEqualTo("A TRAIN leaves the old station at nine - in the morning - and travels");
    }

    @Test
    void keepsWhatSharesOnlyItsInstructions() {
        // Given: an evaluation set whose lines have the prompt of all training conversations
        ConversationSubmitted conversation = new ConversationSubmitted(
                "c1",
                "live",
                List.of(
                        new Turn("system", QUESTION),
                        new Turn("user", "When does it leave?"),
                        new Turn("assistant", "At nine.")),
                Map.of());
        // When
        RecipeOutcome outcome = recipe(13).apply(conversation);
        // Then
        assertThat(outcome).isInstanceOf(RecipeOutcome.Kept.class);
    }

    @Test
    void keepsWhatSharesFewerWords() {
        // When
        RecipeOutcome outcome = recipe(14)
                .apply(saying("A train leaves the old station at nine in the morning and travels south", "ok"));
        // Then
        assertThat(outcome).isInstanceOf(RecipeOutcome.Kept.class);
    }

    @Test
    void tellsTheFirstSpansAndCountsTheOthers() {
        // Given
        String[] turns = {QUESTION, QUESTION, QUESTION, QUESTION, QUESTION};
        // When
        RecipeOutcome outcome = recipe(13).apply(saying(turns));
        // Then
        assertThat(dropped(outcome).detail())
                .startsWith("messages[0] (user) characters 0 to 94 (19 words) also in sets/trains.jsonl line 2; ")
                .endsWith("; and 2 more");
    }

    @Test
    void countsTheSetsIntoTheDigest() throws IOException {
        // Given
        String before = recipe(13).sha256();
        Files.writeString(folder.resolve("sets/easy.jsonl"), "{\"q\": \"another line\"}\n");
        // When
        String after = recipe(13).sha256();
        // Then
        assertThat(after).isNotEqualTo(before);
    }

    @Test
    void refusesSetsWithoutText() {
        assertThatThrownBy(() -> recipe(40)).hasMessageContaining("contamination: sets hold no text of 40 words");
        assertThatThrownBy(() -> Recipe.read("operations: [contamination]"))
                .hasMessageContaining("contamination: sets hold no text of 13 words");
    }

    @Test
    void findsAnNgramWhereverItStandsAndNoOther() {
        // Given
        Random random = new Random(3);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 4_000; i++) {
            text.append((char) ('a' + random.nextInt(6))).append(' ');
        }
        var words = Words.of(text.toString());
        // When
        long[] digests = Ngrams.of(words, 3);
        // Then
        Map<Long, String> byDigest = new HashMap<>();
        NgramIndex index = new NgramIndex();
        for (int i = 0; i < digests.length; i++) {
            String ngram = words.get(i).text()
                    + words.get(i + 1).text()
                    + words.get(i + 2).text();
            assertThat(byDigest.putIfAbsent(digests[i], ngram)).isIn(null, ngram);
            index.put(digests[i], i);
        }
        assertThat(byDigest).hasSize(216);
        assertThat(index.size()).isEqualTo(216);
        assertThat(index.get(digests[0])).isZero();
        assertThat(index.get(1234567)).isEqualTo(NgramIndex.ABSENT);
    }

    private Recipe recipe(int ngram) {
        return Recipe.read(
                "operations:\n  - contamination: {sets: [sets], ngram: %d}\n".formatted(ngram),
                RecipeFolder.at(folder));
    }
}
