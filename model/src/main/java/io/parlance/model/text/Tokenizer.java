package io.parlance.model.text;

import java.util.OptionalInt;

/**
 * Turns text into token ids and back. Implementations are immutable and safe for use by many threads.
 *
 * <p>Plain text and control tokens have separate doors: {@link #encode(String)} never yields a special token, whatever
 * the text says, so no message can open or close a turn. {@link #encodeWithSpecialTokens(String)} is for text that
 * the program wrote itself.
 */
public interface Tokenizer {

    /** The ids of a text in which nothing is special: {@code <|im_end|>} typed by a user becomes ordinary tokens. */
    TokenizedText encode(String text);

    /** The ids of a text in which special tokens are recognised, as Hugging Face's {@code encode} does by default. */
    TokenizedText encodeWithSpecialTokens(String text);

    /** The text of these ids, special tokens written out; bytes that are no UTF-8 become U+FFFD. */
    String decode(TokenIds ids);

    /** The UTF-8 bytes that one token stands for, not necessarily whole characters: what a streaming decoder needs. */
    byte[] bytes(int id);

    /** The id of a token by its text in the vocabulary, special tokens among them. */
    OptionalInt id(String token);

    boolean isSpecial(int id);

    /** Number of ids, added tokens included. */
    int vocabularySize();

    /** SHA-256, lower-case hex, of what decides the ids: vocabulary, merges, pre-tokenizer, special tokens. */
    String sha256();
}
