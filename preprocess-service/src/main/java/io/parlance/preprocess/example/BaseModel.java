package io.parlance.preprocess.example;

import io.parlance.model.text.ChatFormat;
import io.parlance.model.text.Conversation;
import io.parlance.model.text.TokenSequence;

/**
 * What preparing needs of the base model in use.
 *
 * @param id as {@code models.imported.v1} names it
 * @param maxPositions longest sequence it can read, tokens
 */
public record BaseModel(
        String id, Tokeniser tokeniser, String tokenizerSha256, String templateSha256, int maxPositions) {

    public static BaseModel of(String id, ChatFormat format, int maxPositions) {
        return new BaseModel(id, format::example, format.tokenizer().sha256(), format.templateSha256(), maxPositions);
    }

    /** {@link ChatFormat#example}: a conversation as tokens with their loss mask. */
    @FunctionalInterface
    public interface Tokeniser {
        TokenSequence example(Conversation conversation);
    }
}
