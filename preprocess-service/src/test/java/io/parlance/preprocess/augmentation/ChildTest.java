package io.parlance.preprocess.augmentation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.parlance.contracts.CheckedConversation;
import io.parlance.contracts.ConversationRules;
import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.ExamplePrepared;
import io.parlance.contracts.Parent;
import io.parlance.contracts.Split;
import io.parlance.contracts.Turn;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChildTest {
    private final Method method = new ReversedWords("reversed");

    @Test
    void takesAllButTheWordsFromItsParent() {
        // Given
        ExamplePrepared parent = AnyExample.of(
                "c-1",
                "file-7",
                Split.TRAIN,
                AnyExample.traits("greeting", "person-3", null, null),
                List.of(new Turn("user", "a b"), new Turn("assistant", "c")));
        // When
        ConversationSubmitted child = Child.of(parent, attempt("b a"));
        // Then
        assertThat(child.id()).matches("c-1~[0-9a-f]{12}");
        assertThat(child.key()).isEqualTo("file-7/" + child.id());
        assertThat(child.messages().getFirst().content()).isEqualTo("b a");
        assertThat(child.tools()).isEqualTo(parent.tools());
        assertThat(child.label()).isEqualTo("greeting");
        assertThat(child.subject()).isEqualTo("person-3");
        assertThat(child.parent()).isEqualTo(new Parent("c-1", "reversed@3"));
        assertThat(child.source().kind()).isEqualTo("augmentation");
        assertThat(child.source().place()).isEqualTo("reversed@3 by=hand");
    }

    @Test
    void hasTheSameIdWheneverItIsMadeAgainAndAnotherByAnotherMethod() {
        // When
        String id = Child.id("c-1", method);
        // Then
        assertThat(Child.id("c-1", new ReversedWords("reversed"))).isEqualTo(id);
        assertThat(Child.id("c-1", new ReversedWords("other"))).isNotEqualTo(id);
    }

    @Test
    void isAcceptedByTheRulesWhateverItsParentIsCalled() {
        // Given
        String longest = "x".repeat(179) + "😀" + "x".repeat(19);
        ExamplePrepared parent = AnyExample.of(longest, new Turn("user", "a b"), new Turn("assistant", "c"));
        ExamplePrepared withoutTools = new ExamplePrepared(
                parent.conversationId(),
                parent.dataset(),
                parent.split(),
                parent.messages(),
                parent.tokens(),
                parent.trained(),
                parent.embedding(),
                parent.baseModel(),
                parent.tokenizerSha256(),
                parent.templateSha256(),
                parent.recipeSha256());
        // When
        Object json = new ObjectMapper().convertValue(Child.of(withoutTools, attempt("b a")), Object.class);
        // Then
        assertThat(ConversationRules.checkRecord(json)).isInstanceOf(CheckedConversation.Accepted.class);
    }

    private Attempt attempt(String words) {
        return new Attempt(
                method, List.of(new Turn("user", words), new Turn("assistant", "c")), List.of(), new Verdict.Passes(1));
    }
}
