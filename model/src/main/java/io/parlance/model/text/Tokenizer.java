package io.parlance.model.text;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

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

    /**
     * The ids of a text in which special tokens are recognised, as Hugging Face's {@code encode} does with
     * {@code add_special_tokens=False}: nothing is put in front or behind, a chat template writes its own.
     */
    TokenizedText encodeWithSpecialTokens(String text);

    /** Where special tokens stand in a text that the program wrote, leftmost first, the longest at each place. */
    List<SpecialTokenSpan> findSpecialTokens(String text);

    /** The texts of all special tokens. */
    Set<String> specialTokens();

    /** The text of these ids, special tokens written out; bytes that are no UTF-8 become U+FFFD. */
    String decode(TokenIds ids);

    /**
     * The UTF-8 bytes that one token stands for, not necessarily whole characters: what a streaming decoder needs.
     * Empty for an id without a token (a network's vocabulary may be padded).
     */
    byte[] bytes(int id);

    /** The id of a token by its text in the vocabulary, special tokens among them. */
    OptionalInt id(String token);

    boolean isSpecial(int id);

    /** Number of ids, added tokens included. */
    int vocabularySize();

    /** SHA-256, lower-case hex, of what decides the ids: vocabulary, merges, pre-tokenizer, special tokens. */
    String sha256();
}
