package io.parlance.preprocess.cookbook;

import static io.parlance.preprocess.recipe.AnyConversation.saying;
import static org.assertj.core.api.Assertions.assertThat;

import io.parlance.contracts.ConversationSubmitted;
import io.parlance.preprocess.duplicates.Resemblance;
import io.parlance.preprocess.recipe.Preview;
import io.parlance.preprocess.recipe.Recipe;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SampleDuplicatesTest {
    private static final ConversationSubmitted ONE = saying("where is the order that i made", "on the way");
    private static final ConversationSubmitted ANOTHER = saying("where order that i made", "on way");

    @Test
    void comparesWhatTheRecipeLeavesToAnalysis() {
        // When
        SampleDuplicates allWords = duplicates("near-duplicates: {threshold: 0.9}");
        SampleDuplicates fewer = duplicates("stop-words, near-duplicates: {threshold: 0.9}");
        // Then
        assertThat(allWords.of(1)).isEmpty();
        assertThat(fewer.of(1)).contains(new SampleDuplicates.Twin(Resemblance.Kind.NEAR, 0, 1, true));
        assertThat(fewer.dropped(Resemblance.Kind.NEAR)).isEqualTo(1);
    }

    @Test
    void leavesTheOneThatIsToStayWithTheOther() {
        // When
        SampleDuplicates duplicates = duplicates("stop-words, near-duplicates: {action: keep-together}");
        // Then
        assertThat(duplicates.of(1)).contains(new SampleDuplicates.Twin(Resemblance.Kind.NEAR, 0, 1, false));
        assertThat(duplicates.dropped(Resemblance.Kind.NEAR)).isZero();
        assertThat(duplicates.compared()).isEqualTo(2);
    }

    @Test
    void comparesWithinADatasetAsTheStreamDoes() {
        // Given
        Recipe recipe = Recipe.read("operations: [exact-duplicates, near-duplicates]");
        ConversationSubmitted elsewhere = new ConversationSubmitted("c2", "other", ONE.messages(), Map.of());
        // When
        SampleDuplicates duplicates = new SampleDuplicates(
                recipe, Preview.of(recipe, List.of(ONE, elsewhere, ONE)).outcomes());
        // Then
        assertThat(duplicates.of(1)).isEmpty();
        assertThat(duplicates.of(2)).contains(new SampleDuplicates.Twin(Resemblance.Kind.EXACT, 0, 1, true));
    }

    private static SampleDuplicates duplicates(String operations) {
        Recipe recipe = Recipe.read("operations: [%s]".formatted(operations));
        return new SampleDuplicates(
                recipe, Preview.of(recipe, List.of(ONE, ANOTHER)).outcomes());
    }
}
