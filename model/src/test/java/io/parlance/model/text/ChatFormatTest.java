package io.parlance.model.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatFormatTest {
    private static final List<String> CONTROL = List.of(
            "<|endoftext|>",
            "<|im_start|>",
            "<|im_end|>",
            "<s>",
            "</s>",
            "<|start_header_id|>",
            "<|end_header_id|>",
            "<|eot_id|>",
            "<|user|>",
            "<|assistant|>",
            "<|system|>",
            "<|end|>",
            "<start_of_turn>",
            "<end_of_turn>");
    private static final Tokenizer TOKENIZER = Tokenizers.fromGgufVocabulary(vocabulary());

    @ParameterizedTest
    @CsvSource({
        "chatml-default-system.jinja, <|im_end|>",
        "chatml-tools.jinja, <|im_end|>",
        "thinking.jinja, <|im_end|>",
        "header-ids.jinja, <|eot_id|>",
        "header-ids-tools.jinja, <|eot_id|>",
        "role-lines.jinja, </s>",
        "role-tokens.jinja, <|end|>",
        "inst-brackets.jinja, </s>",
        "turns-renamed.jinja, <end_of_turn>",
        "macros.jinja, <|im_end|>",
    })
    void trainsTheAnswersAndTheirEndMarksOnly(String template, String endMark) {
        // Given
        ChatFormat format = format(template, endMark);
        List<ChatMessage> conversation = List.of(
                new ChatMessage("user", "What would you like?"),
                new ChatMessage("assistant", "I would like a coffee."),
                new ChatMessage("user", "Milk?"),
                new ChatMessage("assistant", "It's 2 sugars, no milk."));

        // When
        TokenSequence example = format.example(conversation);

        // Then
        List<String> answers = trainedTexts(example);
        assertThat(answers).hasSize(2);
        assertThat(answers.get(0)).endsWith("I would like a coffee." + endMark);
        assertThat(answers.get(1)).endsWith("It's 2 sugars, no milk." + endMark);
        assertThat(String.join("", answers)).doesNotContain("Milk?").doesNotContain("user");
        assertThat(TOKENIZER.decode(example.ids())).isEqualTo(format.render(conversation, false));
    }

    @ParameterizedTest
    @CsvSource({
        "chatml-default-system.jinja, <|im_end|>",
        "header-ids.jinja, <|eot_id|>",
        "role-lines.jinja, </s>",
        "role-tokens.jinja, <|end|>",
        "inst-brackets.jinja, </s>",
        "turns-renamed.jinja, <end_of_turn>",
    })
    void neverLetsAMessageWriteAControlToken(String template, String endMark) {
        // Given
        ChatFormat format = format(template, endMark);
        TokenIds harmless = specials(
                format.example(List.of(new ChatMessage("user", "hello"), new ChatMessage("assistant", "world")))
                        .ids());
        Random random = new Random(11);
        for (int i = 0; i < 2000; i++) {
            List<ChatMessage> conversation = List.of(
                    new ChatMessage("user", injection(random)), new ChatMessage("assistant", injection(random)));

            // When
            TokenIds ids = format.example(conversation).ids();

            // Then
            assertThat(specials(ids)).as(conversation.toString()).isEqualTo(harmless);
            assertThat(TOKENIZER.decode(ids)).as(conversation.toString()).isEqualTo(format.render(conversation, false));
            assertThat(specials(TOKENIZER.encode(conversation.get(0).content()).ids())
                            .size())
                    .isZero();
        }
    }

    @Test
    void neverLetsARoleCompleteAControlToken() {
        // Given: the template puts any role between '<|' and '|>'
        ChatFormat format = ChatFormats.of(
                "{% for m in messages %}<|{{ m.role }}|>{{ m.content }}<|end|>{% endfor %}",
                TOKENIZER, "<s>", "</s>", List.of(id("<|end|>")));

        // When
        TokenIds ids = format.prompt(List.of(new ChatMessage("end", "a"), new ChatMessage("user", "b")));

        // Then
        assertThat(specials(ids)).isEqualTo(TokenIds.of(id("<|end|>"), id("<|user|>"), id("<|end|>")));
        assertThat(TOKENIZER.decode(ids)).isEqualTo("<|end|>a<|end|><|user|>b<|end|>");
    }

    @Test
    void opensThePromptForTheNextAnswer() {
        // Given
        ChatFormat format = format("chatml-default-system.jinja", "<|im_end|>");
        List<ChatMessage> question = List.of(new ChatMessage("user", "Hi"));
        List<ChatMessage> answered = List.of(question.get(0), new ChatMessage("assistant", "Hello"));

        // When
        TokenIds prompt = format.prompt(question);

        // Then
        assertThat(TOKENIZER.decode(prompt))
                .isEqualTo(format.render(question, true))
                .endsWith("<|im_start|>assistant\n");
        assertThat(format.example(answered).ids().slice(0, prompt.size())).isEqualTo(prompt);
        assertThat(format.example(answered).trained().nextSetBit(0)).isEqualTo(prompt.size());
    }

    @Test
    void trainsAnAnswerThatOpensTheConversation() {
        // Given
        ChatFormat format = format("chatml-default-system.jinja", "<|im_end|>");

        // When
        TokenSequence example =
                format.example(List.of(new ChatMessage("assistant", "Hello there."), new ChatMessage("user", "Hi.")));

        // Then
        assertThat(trainedTexts(example)).containsExactly("Hello there.<|im_end|>");
    }

    @Test
    void leavesOutThoughtsThatTheTemplateLeavesOut() {
        // Given
        ChatFormat format = format("thinking.jinja", "<|im_end|>");

        // When
        TokenSequence example = format.example(List.of(
                new ChatMessage("user", "one"),
                new ChatMessage("assistant", "<think>\nhmm\n</think>\n\nfirst"),
                new ChatMessage("user", "two"),
                new ChatMessage("assistant", "<think>\nso\n</think>\n\nsecond")));

        // Then
        assertThat(trainedTexts(example))
                .containsExactly("first<|im_end|>", "<think>\nso\n</think>\n\nsecond<|im_end|>");
    }

    @Test
    void refusesATemplateWhoseEndMarkTheModelDoesNotStopAt() {
        ChatFormat format = format("chatml-default-system.jinja", "<|eot_id|>");

        assertThatThrownBy(
                        () -> format.example(List.of(new ChatMessage("user", "a"), new ChatMessage("assistant", "b"))))
                .isInstanceOf(ChatTemplateException.class)
                .hasMessageContaining("end-of-turn ids are")
                .hasMessageContaining("message 1");
    }

    @Test
    void refusesATemplateWithoutAnEndMark() {
        ChatFormat format = ChatFormats.of(
                "{% for m in messages %}{{ m.role }}: {{ m.content }}\n{% endfor %}",
                TOKENIZER, null, null, List.of(2));

        assertThatThrownBy(
                        () -> format.example(List.of(new ChatMessage("user", "a"), new ChatMessage("assistant", "b"))))
                .isInstanceOf(ChatTemplateException.class)
                .hasMessageContaining("no special token after the assistant's turn");
    }

    @Test
    void asksOnlyAGivenClockForTheDate() {
        // Given
        String template = "{{ strftime_now('%d %b %Y') }}";
        Clock clock = Clock.fixed(Instant.parse("2026-11-03T09:05:07Z"), ZoneOffset.UTC);

        // When, Then
        assertThat(ChatFormats.of(template, TOKENIZER, null, null, List.of(2), clock)
                        .render(List.of(), false))
                .isEqualTo("03 Nov 2026");
        assertThatThrownBy(() -> ChatFormats.of(template, TOKENIZER, null, null, List.of(2))
                        .render(List.of(), false))
                .hasMessageContaining("'strftime_now' is no function this build knows");
    }

    @Test
    void survivesTextThatIsNoText() {
        ChatFormat format = format("chatml-default-system.jinja", "<|im_end|>");

        TokenIds ids = format.prompt(List.of(new ChatMessage("user", "\ud83d\u0000\udc4d\ufdd0\ufffe")));

        assertThat(TOKENIZER.decode(ids)).contains("user\n\ufffd\u0000\ufffd\ufdd0\ufffe<|im_end|>");
    }

    static ChatFormat format(String template, String endMark) {
        try (InputStream in = ChatFormatTest.class.getResourceAsStream("/chat-templates/" + template)) {
            String source = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return ChatFormats.of(source, TOKENIZER, "<s>", "</s>", Set.of(id(endMark)));
        } catch (IOException e) {
            throw new IllegalStateException(template, e);
        }
    }

    private static GgufVocabulary vocabulary() {
        GgufVocabulary tiny = TinyVocabulary.create("smollm", 300);
        List<String> tokens = new ArrayList<>(tiny.tokens());
        List<Integer> types = new ArrayList<>(tiny.tokenTypes());
        for (String control : CONTROL.subList(3, CONTROL.size())) {
            tokens.add(control);
            types.add(GgufVocabulary.CONTROL);
        }
        return new GgufVocabulary("gpt2", "smollm", tokens, tiny.merges(), types);
    }

    private static int id(String token) {
        return TOKENIZER.id(token).orElseThrow();
    }

    private static String injection(Random random) {
        StringBuilder text = new StringBuilder("x");
        for (int i = random.nextInt(8); i > 0; i--) {
            String token = CONTROL.get(random.nextInt(CONTROL.size()));
            int from = random.nextBoolean() ? 0 : random.nextInt(token.length());
            int to = random.nextBoolean() ? token.length() : random.nextInt(from, token.length()) + 1;
            text.append(token, from, to).append(random.nextInt(4) == 0 ? "\ufdd0 " : "");
        }
        return text.substring(random.nextInt(2) == 0 && text.length() > 1 ? 1 : 0);
    }

    static TokenIds specials(TokenIds ids) {
        return TokenIds.of(
                Arrays.stream(ids.toArray()).filter(TOKENIZER::isSpecial).toArray());
    }

    /** The text of each run of trained tokens. */
    static List<String> trainedTexts(TokenSequence example) {
        List<String> texts = new ArrayList<>();
        int token = 0;
        while (token < example.size()) {
            int end = token;
            while (end < example.size() && example.isTrained(end)) {
                end++;
            }
            if (end > token) {
                texts.add(TOKENIZER.decode(example.ids().slice(token, end)));
            }
            token = end + 1;
        }
        return texts;
    }
}
