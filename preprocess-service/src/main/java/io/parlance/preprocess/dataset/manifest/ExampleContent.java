package io.parlance.preprocess.dataset.manifest;

import io.parlance.contracts.ConversationRules;
import io.parlance.contracts.ExamplePrepared;
import io.parlance.contracts.NonPreferred;
import io.parlance.contracts.TokenIds;
import io.parlance.contracts.TokenSpan;
import io.parlance.contracts.Turn;
import io.parlance.preprocess.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What makes an example the one it is: whose part it is, its split, all it says, its tokens and masks, and what they were
 * made with. Where it lies and its embedding do not count.
 */
public final class ExampleContent {
    private ExampleContent() {}

    /** The same for the same content, wherever it was read. */
    public static Sha256 digest(ExamplePrepared example) {
        List<String> parts = new ArrayList<>();
        parts.add(example.conversationId());
        parts.add(
                example.traits().part() == null
                        ? ""
                        : example.traits().part() + "/" + example.traits().parts());
        parts.add(example.split().name().toLowerCase(Locale.ROOT));
        parts.addAll(ConversationRules.contentParts(example.messages(), example.tools(), otherAnswer(example)));
        parts.add("#tokens");
        addTokens(parts, example.tokens(), example.trained());
        if (example.nonPreferred() != null) {
            addTokens(
                    parts,
                    example.nonPreferred().tokens(),
                    example.nonPreferred().trained());
        }
        parts.add(example.tokenizerSha256());
        parts.add(example.templateSha256());
        parts.add(example.recipeSha256());
        return Sha256.of(parts);
    }

    private static List<Turn> otherAnswer(ExamplePrepared example) {
        NonPreferred other = example.nonPreferred();
        return other == null ? List.of() : other.messages();
    }

    private static void addTokens(List<String> parts, TokenIds tokens, List<TokenSpan> trained) {
        StringBuilder text = new StringBuilder(tokens.size() * 6);
        for (int id : tokens.toArray()) {
            text.append(id).append(' ');
        }
        parts.add(text.toString());
        text.setLength(0);
        for (TokenSpan span : trained) {
            text.append(span.from()).append('-').append(span.to()).append(' ');
        }
        parts.add(text.toString());
    }

    /** Whether it stands for its conversation when those are counted: the only example of it, or the first of several. */
    public static boolean opensConversation(ExamplePrepared example) {
        return example.traits().part() == null || example.traits().part() == 1;
    }

    /** Tokens that the loss counts, the other answer's left out. */
    static long trainedTokens(ExamplePrepared example) {
        long trained = 0;
        for (TokenSpan span : example.trained()) {
            trained += span.to() - span.from();
        }
        return trained;
    }

    /** Names and counts, for maps that grow as they are counted. */
    static void count(Map<String, Long> counts, String name) {
        counts.merge(name, 1L, Long::sum);
    }
}
