package io.parlance.model.text;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** Conversations through a chat template into tokens; {@link ContentGuard} keeps the two kinds of text apart. */
final class TemplateChatFormat implements ChatFormat {
    private static final String ASSISTANT = "assistant";

    private final ChatTemplate template;
    private final Tokenizer tokenizer;
    private final TokenIds endOfTurn;

    TemplateChatFormat(ChatTemplate template, Tokenizer tokenizer, TokenIds endOfTurn) {
        this.template = template;
        this.tokenizer = tokenizer;
        this.endOfTurn = endOfTurn;
    }

    @Override
    public TokenSequence example(Conversation conversation) {
        ContentGuard guard = guardFor(conversation);
        Conversation guarded = guard.guard(conversation);
        String rendered = template.render(guarded, false);
        RenderedTools.check(template, guarded, rendered);
        List<AnswerSpan> answers = answers(guarded, rendered);
        TokenizedText tokens = encode(rendered, guard);
        return new TokenSequence(tokens.ids(), trained(tokens, answers));
    }

    private static BitSet trained(TokenizedText tokens, List<AnswerSpan> ascending) {
        BitSet trained = new BitSet(tokens.ids().size());
        int answer = 0;
        for (int token = 0; token < tokens.ids().size(); token++) {
            int start = tokens.start(token);
            while (answer < ascending.size() && start >= ascending.get(answer).end()) {
                answer++;
            }
            trained.set(
                    token,
                    answer < ascending.size() && start >= ascending.get(answer).start());
        }
        return trained;
    }

    @Override
    public TokenIds prompt(Conversation conversation) {
        ContentGuard guard = guardFor(conversation);
        return encode(template.render(guard.guard(conversation), true), guard).ids();
    }

    @Override
    public String render(Conversation conversation, boolean openAssistantTurn) {
        return template.render(conversation, openAssistantTurn);
    }

    @Override
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    @Override
    public TokenIds endOfTurn() {
        return endOfTurn;
    }

    @Override
    public String templateSha256() {
        return template.sha256();
    }

    private ContentGuard guardFor(Conversation conversation) {
        return ContentGuard.of(tokenizer.specialTokens(), template.source(), conversation);
    }

    /** What is trained: from where an assistant's turn was opened to the end of its end mark, in the rendered text. */
    private List<AnswerSpan> answers(Conversation conversation, String rendered) {
        List<SpecialTokenSpan> specials = tokenizer.findSpecialTokens(rendered);
        List<AnswerSpan> answers = new ArrayList<>();
        for (int turn = 0; turn < conversation.messages().size(); turn++) {
            ChatMessage message = conversation.messages().get(turn);
            if (message.role().equals(ASSISTANT) && message.trained()) {
                int start = AnswerStart.in(template, conversation, turn, rendered);
                boolean calls = !message.toolCalls().isEmpty();
                answers.add(new AnswerSpan(
                        start, endMark(specials, start, turn, calls).end()));
            }
        }
        return answers;
    }

    /**
     * The first special token after the answer's start: an answer cannot contain one, so it is where the answer ends.
     * Around a call of a tool templates write special tokens of their own; there it is the first that ends a turn.
     */
    private SpecialTokenSpan endMark(List<SpecialTokenSpan> specials, int start, int turn, boolean calls) {
        SpecialTokenSpan mark = specials.stream()
                .filter(span -> span.end() > start)
                .filter(span -> !calls || endsTurn(span))
                .findFirst()
                .orElseThrow(() -> new ChatTemplateException(
                        "the chat template writes no special token after the assistant's turn (message %d), so a model trained with it would never stop. Take the template that belongs to this base model."
                                .formatted(turn)));
        if (!endsTurn(mark)) {
            throw new ChatTemplateException(
                    "the chat template ends the assistant's turn (message %d) with token %d, but the model's end-of-turn ids are %s. Add it to eos_token_id in config.json."
                            .formatted(turn, mark.id(), endOfTurn));
        }
        return mark;
    }

    private boolean endsTurn(SpecialTokenSpan span) {
        return IntStream.range(0, endOfTurn.size()).anyMatch(i -> endOfTurn.get(i) == span.id());
    }

    /** Ids with their places in the guarded text. */
    private TokenizedText encode(String guarded, ContentGuard guard) {
        TokenBuffer tokens = new TokenBuffer();
        int done = 0;
        for (SpecialTokenSpan span : tokenizer.findSpecialTokens(guarded)) {
            encodePlain(guarded, done, span.start(), guard, tokens);
            tokens.add(span.id(), span.start());
            done = span.end();
        }
        encodePlain(guarded, done, guarded.length(), guard, tokens);
        return tokens.toTokenizedText();
    }

    private void encodePlain(String guarded, int from, int to, ContentGuard guard, TokenBuffer tokens) {
        String part = guarded.substring(from, to);
        String released = guard.release(part);
        TokenizedText plain = tokenizer.encode(released);
        if (released.length() == part.length()) {
            tokens.addAll(plain, from);
            return;
        }
        int markers = 0;
        int unit = 0;
        for (int token = 0; token < plain.ids().size(); token++) {
            // Places in the released text, moved by the markers that stood before them.
            while (unit < part.length() && (guard.isMarker(part.charAt(unit)) || unit - markers < plain.start(token))) {
                markers += guard.isMarker(part.charAt(unit)) ? 1 : 0;
                unit++;
            }
            tokens.add(plain.ids().get(token), from + plain.start(token) + markers);
        }
    }

    private record AnswerSpan(int start, int end) {}
}
