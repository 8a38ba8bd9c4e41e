package io.parlance.preprocess.example;

import io.parlance.model.text.ChatMessage;
import io.parlance.model.text.ChatTemplateException;
import io.parlance.model.text.Conversation;
import io.parlance.model.text.TokenIds;
import io.parlance.model.text.TokenSequence;
import io.parlance.preprocess.Sha256;
import java.util.BitSet;
import java.util.List;

/** Tokens for tests: each word is one, each turn has a header and an end mark. Refuses developer turns. */
public final class WordTokens implements BaseModel.Tokeniser {
    private WordTokens() {}

    public static BaseModel base(String id, int maxPositions) {
        return new BaseModel(
                id,
                new WordTokens(),
                Sha256.of(id + " tokenizer").hex(),
                Sha256.of(id + " template").hex(),
                maxPositions);
    }

    @Override
    public TokenSequence example(Conversation input) {
        List<ChatMessage> conversation = input.messages();
        int[] ids = new int
                [conversation.stream()
                        .mapToInt(m -> m.content().split("\\s+").length + 2)
                        .sum()];
        BitSet trained = new BitSet();
        int at = 0;
        for (ChatMessage message : conversation) {
            if (message.role().equals("developer")) {
                throw new ChatTemplateException("line 1: no developer turns here \uD83D\uDE00");
            }
            ids[at++] = 1;
            int from = at;
            for (String word : message.content().split("\\s+")) {
                ids[at++] = 3 + Math.floorMod(word.hashCode(), 1_000);
            }
            ids[at++] = 2;
            // An answer of one dot trains nothing, as a template can leave an answer out.
            if (message.role().equals("assistant")
                    && message.trained()
                    && !message.content().equals(".")) {
                trained.set(from, at);
            }
        }
        return new TokenSequence(TokenIds.of(ids), trained);
    }
}
