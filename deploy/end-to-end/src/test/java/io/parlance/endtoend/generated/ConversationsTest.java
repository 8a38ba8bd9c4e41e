package io.parlance.endtoend.generated;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.parlance.contracts.CheckedConversation;
import io.parlance.contracts.ConversationRules;
import java.io.IOException;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConversationsTest {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(com.fasterxml.jackson.core.JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Conversations conversations = new Conversations(3, 5_000);

    @Test
    void givesTheSameConversationsForTheSameSeedInAnyOrder() {
        // Given
        var again = new Conversations(3, 5_000);
        // When
        byte[] last = again.at(4_999).line();
        byte[] first = again.at(0).line();
        // Then
        assertThat(first).isEqualTo(conversations.at(0).line());
        assertThat(last).isEqualTo(conversations.at(4_999).line());
        assertThat(new Conversations(4, 5_000).at(0).line()).isNotEqualTo(first);
    }

    @Test
    void makesConversationsThatTheRulesAcceptAndLinesThatTheyRefuse() {
        IntStream.range(0, conversations.count()).mapToObj(conversations::at).forEach(one -> assertThat(accepted(one))
                .as("number %d, %s: %s", one.number(), one.kind(), new String(one.line()))
                .isEqualTo(one.kind() != Kind.MALFORMED));
    }

    @Test
    void holdsEveryKindAndMostlyShortConversations() {
        // When
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        long between = 0;
        for (int i = 0; i < conversations.count(); i++) {
            Generated one = conversations.at(i);
            kinds.add(one.kind());
            if (one.line().length >= 180 && one.line().length <= 1_000) between++;
        }
        // Then
        assertThat(kinds).isEqualTo(EnumSet.allOf(Kind.class));
        assertThat(between).isGreaterThan(conversations.count() * 2L / 3);
    }

    @Test
    void makesNoneTooLongThatIsNotMeantToBe() {
        // Given
        var many = new Conversations(1, 40_000);
        // When
        int longest = IntStream.range(0, many.firstWave())
                .mapToObj(many::at)
                .filter(one -> one.kind() == Kind.PLAIN || one.kind() == Kind.PERSONAL)
                .mapToInt(one -> one.line().length)
                .max()
                .orElseThrow();
        // Then
        assertThat(longest).isLessThan(1_560);
    }

    @Test
    void givesEachTwinAnOriginalOfItsOwnInTheFirstWave() {
        // When
        Set<Integer> originals = new HashSet<>();
        int twins = 0;
        for (int i = conversations.firstWave(); i < conversations.count(); i++) {
            Generated twin = conversations.at(i);
            if (twin.original() == twin.number()) continue;
            twins++;
            originals.add(twin.original());
            // Then
            assertThat(conversations.at(twin.original()).kind()).isEqualTo(Kind.PLAIN);
            assertThat(twin.original()).isLessThan(conversations.firstWave());
        }
        assertThat(originals).hasSize(twins);
        assertThat(twins).isGreaterThan(500);
    }

    private static boolean accepted(Generated one) {
        try {
            return ConversationRules.check(JSON.readValue(one.line(), Object.class))
                    instanceof CheckedConversation.Accepted;
        } catch (IOException noJson) {
            return false;
        }
    }
}
