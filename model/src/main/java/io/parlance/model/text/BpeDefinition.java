package io.parlance.model.text;

import io.parlance.model.artifact.ModelFormatException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that decides the ids of a byte-level BPE tokenizer, wherever it was read from. Bytes that the vocabulary lacks
 * (SmolLM2 has none for U+0004, among others) are left out of the ids, as Hugging Face's and llama.cpp's readers do.
 *
 * @param ids each ordinary token's id, by its text in {@link ByteAlphabet}; may name added tokens as well
 * @param merges the first is applied first
 * @param ignoreMerges a piece that is a token as a whole is taken as it is, whatever the merges say
 */
record BpeDefinition(
        Map<String, Integer> ids,
        List<Merge> merges,
        boolean normalizesToNfc,
        PreTokenizer preTokenizer,
        boolean ignoreMerges,
        List<AddedToken> addedTokens) {
    private static final String DIGEST_FORMAT = "byte-level-bpe/1";

    BpeDefinition {
        ids = Map.copyOf(ids);
        merges = List.copyOf(merges);
        addedTokens = List.copyOf(addedTokens);
    }

    record Merge(String left, String right) {
        /** @param place for the message: which file and entry */
        static Merge parse(String line, String place) {
            int blank = line.indexOf(' ');
            if (blank < 1 || blank == line.length() - 1 || line.indexOf(' ', blank + 1) >= 0) {
                throw new ModelFormatException(
                        "%s is '%s', expected two tokens with a blank between. The file is damaged; fetch it again."
                                .formatted(place, line));
            }
            return new Merge(line.substring(0, blank), line.substring(blank + 1));
        }
    }

    String sha256() {
        Sha256 digest = new Sha256();
        add(digest, DIGEST_FORMAT);
        add(digest, "nfc=" + normalizesToNfc + " ignoreMerges=" + ignoreMerges);
        preTokenizer.cuts().forEach(cut -> add(digest, cut.regex()));
        Map<Integer, String> byId = new TreeMap<>();
        ids.forEach((token, id) -> byId.put(id, token));
        byId.forEach((id, token) -> add(digest, id + " " + token));
        merges.forEach(merge -> add(digest, merge.left() + " " + merge.right()));
        addedTokens.forEach(token -> add(digest, token.toString()));
        return digest.hex();
    }

    /** Each part with a zero behind it, so that parts cannot run together. */
    private static void add(Sha256 digest, String part) {
        digest.add(part).add("\0");
    }
}
