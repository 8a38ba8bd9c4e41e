package io.parlance.preprocess.ledger;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.parlance.contracts.Split;
import io.parlance.contracts.TokenSpan;
import io.parlance.contracts.Traits;
import java.io.IOException;
import java.util.List;

/**
 * What is counted of an {@link io.parlance.contracts.ExamplePrepared}; its texts, tokens and embedding are passed over.
 *
 * @param messages how many
 * @param tokens how many
 */
record PreparedFacts(
        String conversationId,
        String dataset,
        Split split,
        @JsonDeserialize(using = Length.class) Integer messages,
        @JsonDeserialize(using = Length.class) Integer tokens,
        List<TokenSpan> trained,
        Traits traits) {
    PreparedFacts {
        if (conversationId == null || dataset == null || split == null || messages == null || tokens == null) {
            throw new IllegalArgumentException(
                    "a prepared example without conversationId, dataset, split, messages or tokens");
        }
        trained = trained == null ? List.of() : List.copyOf(trained);
        traits = traits == null ? Traits.NONE : traits;
    }

    /** Whether it stands for its conversation: of a long one's several examples the first does. */
    boolean countsAsConversation() {
        return traits.part() == null || traits.part() == 1;
    }

    int trainedTokens() {
        return trained.stream().mapToInt(span -> span.to() - span.from()).sum();
    }

    /** The length of an array. */
    static final class Length extends JsonDeserializer<Integer> {
        @Override
        public Integer deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                return (Integer) context.handleUnexpectedToken(Integer.class, parser);
            }
            int length = 0;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                parser.skipChildren();
                length++;
            }
            return length;
        }
    }
}
