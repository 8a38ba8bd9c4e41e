package io.parlance.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;

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
 * @param tools the functions it may call, as submitted
 * @param nonPreferred the other answer of a preference pair, or null
 * @param traits what else is known of it
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
        String recipeSha256,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Map<String, Object>> tools,
        @JsonInclude(JsonInclude.Include.NON_NULL) NonPreferred nonPreferred,

        @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = Unsaid.class)
        Traits traits)
        implements Event {
    @JsonCreator
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
        tools = tools == null ? List.of() : List.copyOf(tools);
        traits = traits == null ? Traits.NONE : traits;
    }

    /** An example of which nothing else is known. */
    public ExamplePrepared(
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
            String recipeSha256) {
        this(
                conversationId,
                dataset,
                split,
                messages,
                tokens,
                trained,
                embedding,
                baseModel,
                tokenizerSha256,
                templateSha256,
                recipeSha256,
                List.of(),
                null,
                Traits.NONE);
    }

    @Override
    public String topic() {
        return Topics.EXAMPLES_PREPARED;
    }

    @Override
    public String key() {
        String key = ConversationKey.of(dataset, conversationId);
        return traits.part() == null || traits.part() == 1 ? key : key + "#" + traits.part();
    }

    /** Leaves traits out of the JSON where there are none. */
    static final class Unsaid {
        @Override
        public boolean equals(Object value) {
            return value == null || Traits.NONE.equals(value);
        }

        @Override
        public int hashCode() {
            return 0;
        }
    }
}
