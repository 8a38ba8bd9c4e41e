package io.parlance.contracts;

import java.util.List;

/**
 * A conversation became a training example: cleaned, tokenised, masked, embedded, assigned to a split.
 *
 * @param conversationId of the conversation it was made from
 * @param dataset the conversation's
 * @param messages as they were after cleaning
 * @param tokens the whole conversation through the base model's chat template
 * @param trained the loss mask: which tokens are trained on (assistant content and its end-of-turn mark), ascending
 * @param embedding of the conversation's text (MiniLM, 384 dimensions, unit length)
 * @param baseModel id of the base model whose template and tokenizer were applied
 * @param tokenizerSha256 digest of that tokenizer
 * @param templateSha256 digest of that chat template
 * @param recipeSha256 digest of the cleaning recipe
 */
public record ExamplePrepared(
        String conversationId,
        String dataset,
        Split split,
        List<Turn> messages,
        TokenIds tokens,
        List<TokenSpan> trained,
        Embedding embedding,
        String baseModel,
        String tokenizerSha256,
        String templateSha256,
        String recipeSha256)
        implements Event {
    public ExamplePrepared {
        Check.text("ExamplePrepared", "conversationId", conversationId);
        Check.text("ExamplePrepared", "dataset", dataset);
        Check.present("ExamplePrepared", "split", split);
        messages = List.copyOf(Check.present("ExamplePrepared", "messages", messages));
        Check.present("ExamplePrepared", "tokens", tokens);
        trained = List.copyOf(Check.present("ExamplePrepared", "trained", trained));
        Check.atLeast("ExamplePrepared", "trained", trained.size(), 1);
        if (trained.getLast().to() > tokens.size()) {
            throw new IllegalArgumentException("ExamplePrepared %s: trained reaches token %d of %d"
                    .formatted(conversationId, trained.getLast().to(), tokens.size()));
        }
        Check.present("ExamplePrepared", "embedding", embedding);
        Check.text("ExamplePrepared", "baseModel", baseModel);
        Check.sha256("ExamplePrepared", "tokenizerSha256", tokenizerSha256);
        Check.sha256("ExamplePrepared", "templateSha256", templateSha256);
        Check.sha256("ExamplePrepared", "recipeSha256", recipeSha256);
    }

    @Override
    public String topic() {
        return Topics.EXAMPLES_PREPARED;
    }

    @Override
    public String key() {
        return conversationId;
    }
}
