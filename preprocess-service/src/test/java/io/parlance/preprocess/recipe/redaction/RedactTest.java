package io.parlance.preprocess.recipe.redaction;

import static io.parlance.preprocess.recipe.AnyConversation.after;
import static io.parlance.preprocess.recipe.AnyConversation.recipe;
import static io.parlance.preprocess.recipe.AnyConversation.saying;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parlance.contracts.Change;
import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.Parent;
import io.parlance.contracts.Source;
import io.parlance.contracts.ToolCall;
import io.parlance.contracts.Turn;
import io.parlance.preprocess.recipe.RecipeOutcome;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            Write to jo.smith+shop@mail.example.co.uk, please.   | Write to [EMAIL], please.
            <JO@EXAMPLE.ORG>                                     | <[EMAIL]>
            it's 'o'hara@example.com'                            | it's '[EMAIL]'
            josé@exämple.de or 名@例え.テスト                     | [EMAIL] or [EMAIL]
            full width: jo＠example.org                           | full width: [EMAIL]
            see https://x.example/u?mail=jo@example.org now      | see https://x.example/u?mail=[EMAIL] now
            a@b.c@example.org                                    | a@[EMAIL]
            Call (415) 555-2671 or +44 20 7946 0958.             | Call [PHONE] or [PHONE].
            call 4155552671                                      | call [PHONE]
            my number is 415.555.2671, thanks                    | my number is [PHONE], thanks
            +49 (0)89 1234567-0 x                                | [PHONE] x
            ٤١٥٥٥٥٢٦٧١ is mine                                    | [PHONE] is mine
            Card 4111 1111 1111 1111 exp 12/27                   | Card [CARD] exp 12/27
            4111-1111-1111-1111, 378282246310005                 | [CARD], [CARD]
            mine: 5555555555554444.                              | mine: [CARD].
            IBAN DE89 3704 0044 0532 0130 00 please              | IBAN [IBAN] please
            gb82west12345698765432                               | [IBAN]
            NO93 8601 1117 947                                   | [IBAN]
            from 8.8.8.8:53 and 2001:4860:4860::8888             | from [IP]:53 and [IP]
            ping 93.184.216.34.                                  | ping [IP].
            ::ffff:93.184.216.34 too                             | [IP] too
            +44 20 7946 0958 4111 1111 1111 1111 thanks          | [PHONE] [CARD] thanks
            4111 1111 1111 1111 415-555-2671                     | [CARD] [PHONE]
            """)
    void putsPlaceholdersForPersonalData(String text, String redacted) {
        // When
        String after = after("redact", text);
        // Then
        assertThat(after).isEqualTo(redacted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "It costs 1,299.00 EUR, was 48 euros, 1 500 000 in all",
                "order 4155552671, ticket #4155552671, order number: 4155552671",
                "your tracking code is 4155552671",
                "on 2026-11-23 18:47:02, or 23.11.2026, from 10:30:45 to 12:00",
                "4111 1111 1111 1112 fails its check digit",
                "DE88 3704 0044 0532 0130 00 fails its check digits",
                "123456789012345678901234567890",
                "pi is 3.1415926535897932384626",
                "id 550e8400-e29b-41d4-a716-446655440000",
                "sha256 b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
                "version 1.2.3.4, v2.3.4.5, 1.2.3.4.5",
                "127.0.0.1, 192.168.1.1, 10.0.0.7, 255.255.255.0, 0.0.0.0, ::1, fe80::1, fd00::12:34",
                "std::vector, a::b, 12:30, ab:cd:ef, ::",
                "me@home, @jo, jo@, a@b.1, foo@@bar.com2",
                "https://shop.example/orders/4155552671?ref=4155552671",
                "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16",
                "2 + 2 = 4; 100000000 / 3 = 33333333.33",
                "[EMAIL] and [PHONE_1]"
            })
    void leavesWhatOnlyLooksLikePersonalData(String text) {
        // When
        String after = after("redact", text);
        // Then
        assertThat(after).isSameAs(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            redact: {url: true}            | (see https://x.example/a?b=c&d=e). Or WWW.x.example!  | (see [URL]). Or [URL]!
            redact: {email: false}         | jo@example.org, call 415-555-2671                     | jo@example.org, call [PHONE]
            redact: {phone: false}         | call 415-555-2671                                     | call 415-555-2671
            redact: {card: false}          | 4111 1111 1111 1111                                   | 4111 1111 1111 1111
            redact: {iban: false, phone: false, card: false} | NO93 8601 1117 947                  | NO93 8601 1117 947
            redact: {ip: false}            | 8.8.8.8                                               | 8.8.8.8
            redact: {private-ip: true}     | 192.168.1.1 and fe80::1                               | [IP] and [IP]
            redact: {region: DE}           | 089 1234567 and 030/901820                            | [PHONE] and [PHONE]
            redact: {region: none}         | 415-555-2671, +1 415-555-2671                         | 415-555-2671, [PHONE]
            """)
    void doesAsItsParametersSay(String operation, String text, String redacted) {
        // When
        String after = after(operation, text);
        // Then
        assertThat(after).isEqualTo(redacted);
    }

    @Test
    void refusesPrivateAddressesWhereNoneIsLookedFor() {
        assertThatThrownBy(() -> recipe("redact: {ip: false, private-ip: true}"))
                .hasMessageContaining("line 2: redact: private-ip is true while ip is false");
    }

    @Test
    void givesTheSameThingTheSameNumberThroughoutAConversation() {
        // Given
        ConversationSubmitted conversation = saying(
                "I am jo@example.org or ann@example.org, call 415-555-2671",
                "So JO@example.org, +1 (415) 555-2671?",
                "No, +1 415 555 2672");
        // When
        RecipeOutcome.Kept kept =
                (RecipeOutcome.Kept) recipe("redact: {numbered: true}").apply(conversation);
        // Then
        assertThat(kept.conversation().messages().stream().map(Turn::content))
                .containsExactly(
                        "I am [EMAIL_1] or [EMAIL_2], call [PHONE_1]", "So [EMAIL_1], [PHONE_1]?", "No, [PHONE_2]");
        assertThat(kept.changes()).containsExactly(new Change("redact@2", 3));
    }

    @Test
    void looksWhereverPeopleAndProgramsWriteAndKeepsWhatAConversationIsKnownBy() {
        // Given
        String mail = "jo@example.org";
        Turn call = new Turn(
                "assistant",
                "",
                List.of(new ToolCall(
                        "call_1",
                        "function",
                        new ToolCall.Function("find", "{\"mail\":\"" + mail + "\",\"n\":4155552671}"))),
                null,
                null);
        Turn result = new Turn(
                "tool", "{\"of\":\"jo\\u0040example.org\",\"card\":4111111111111111}", List.of(), "call_1", null);
        Map<String, Object> tool = Map.of(
                "type",
                "function",
                "function",
                Map.of("name", "find", "description", "such as " + mail, "list", List.of(mail, 1), mail, Map.of()));
        ConversationSubmitted conversation = new ConversationSubmitted(
                mail,
                "live",
                List.of(new Turn("user", "Hi"), call, result, new Turn("assistant", "Found.")),
                Map.of("from", mail, mail, "owner", "ann@example.org", "guest"),
                List.of(tool),
                null,
                List.of(new Turn("assistant", mail)),
                "intent " + mail,
                mail,
                new Source("http", mail, null, null),
                new Parent(mail, "noise"));
        // When
        ConversationSubmitted kept = ((RecipeOutcome.Kept) recipe("redact").apply(conversation)).conversation();
        // Then
        assertThat(kept.messages().get(1).toolCalls().getFirst().function().arguments())
                .isEqualTo("{\"mail\":\"[EMAIL]\",\"n\":\"[PHONE]\"}");
        assertThat(kept.messages().get(2).content()).isEqualTo("{\"of\":\"[EMAIL]\",\"card\":\"[CARD]\"}");
        assertThat(kept.nonPreferred()).containsExactly(new Turn("assistant", "[EMAIL]"));
        assertThat(kept.tools().toString())
                .contains("such as [EMAIL]", "[[EMAIL], 1]")
                .doesNotContain(mail);
        assertThat(kept.metadata()).isEqualTo(Map.of("from", "[EMAIL]", "[EMAIL]", "guest", "[EMAIL] 2", "owner"));
        assertThat(kept.label()).isEqualTo("intent [EMAIL]");
        assertThat(List.of(
                        kept.id(),
                        kept.subject(),
                        kept.source().place(),
                        kept.parent().conversationId()))
                .containsOnly(mail);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"a": "x\\n4155552671", "b": [1, -2.5e3, true]}  | {"a": "x\\n[PHONE]", "b": [1, -2.5e3, true]}
            {"a": "say \\"jo@example.org\\"\\u0001"}           | {"a": "say \\"[EMAIL]\\"\\u0001"}
            "jo@example.org                                  | "[EMAIL]
            {"p": +14155552671, "q": "\\u00"}                 | {"p": "[PHONE]", "q": "\\u00"}
            {"a@b.org": 1, "c@d.org": {"c@d.org": 2}, "e": "a@b.org"} | {"[EMAIL]": 1, "[EMAIL] 2": {"[EMAIL]": 2}, "e": "[EMAIL]"}
            {"untouched": "\\u0041\\/"}                        | {"untouched": "\\u0041\\/"}
            """)
    void keepsJsonWhatItIs(String json, String redacted) {
        // Given
        Placeholders placeholders = new Placeholders(new Search(EnumSet.allOf(Kind.class), false, "US"), false);
        // When
        String after = JsonTexts.redacted(json, placeholders);
        // Then
        assertThat(after).isEqualTo(redacted);
    }

    @Test
    void refusesARegionThatIsNone() {
        assertThatThrownBy(() -> recipe("redact: {region: UK}"))
                .hasMessageContaining(
                        "line 2: redact: region is 'UK', expected a country such as US, GB or DE, or none");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@",
                "a@",
                "a@a.",
                "a@b.de ",
                "@a.",
                "1",
                "1 ",
                "1-",
                "1.",
                "4111 ",
                "+1",
                "(1",
                "1:",
                "a:",
                "::",
                "DE89",
                "DE89 ",
                "http://",
                "www.",
                "1.1.1.",
                "1/",
                "-4111111111111111",
                "415-555-2671 ",
                "ab12cd34-",
                "[",
                "٤",
                "x4155552671"
            })
    @Timeout(30)
    void isNotSlowedDownByAnyRepetition(String piece) {
        // Given
        String text = piece.repeat(64 * 1024 / piece.length());
        long start = System.nanoTime();
        // When
        RecipeOutcome outcome = recipe("redact: {url: true}").apply(saying(text, "y"));
        // Then
        assertThat(outcome).isInstanceOf(RecipeOutcome.Kept.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }
}
