package io.parlance.model.text;

import io.parlance.model.artifact.ModelFormatException;
import io.parlance.model.text.PreTokenizer.Cut;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The tokenizer's part of a GGUF header.
 *
 * @param model {@code tokenizer.ggml.model}; {@code gpt2} is byte-level BPE
 * @param pre {@code tokenizer.ggml.pre}: which pre-tokenizer splits the text before merging
 * @param tokens {@code tokenizer.ggml.tokens}, by id
 * @param merges {@code tokenizer.ggml.merges}, each two tokens with a blank between, the first applied first
 * @param tokenTypes {@code tokenizer.ggml.token_type}, by id; see the constants
 */
public record GgufVocabulary(
        String model, String pre, List<String> tokens, List<String> merges, List<Integer> tokenTypes) {
    static final int NORMAL = 1;
    static final int UNKNOWN = 2;
    static final int CONTROL = 3;
    static final int USER_DEFINED = 4;
    static final int UNUSED = 5;

    public GgufVocabulary {
        Objects.requireNonNull(model, "tokenizer.ggml.model");
        Objects.requireNonNull(pre, "tokenizer.ggml.pre");
        tokens = List.copyOf(tokens);
        merges = List.copyOf(merges);
        tokenTypes = List.copyOf(tokenTypes);
        if (tokens.size() != tokenTypes.size()) {
            throw new ModelFormatException(
                    "GGUF: tokenizer.ggml.tokens has %d entries and tokenizer.ggml.token_type %d; they must be as many. Convert the model again."
                            .formatted(tokens.size(), tokenTypes.size()));
        }
    }

    /** @throws ModelFormatException when the model or the pre-tokenizer is unknown here */
    BpeDefinition definition() {
        if (!model.equals("gpt2")) {
            throw new ModelFormatException(
                    "GGUF: tokenizer.ggml.model is '%s'; this build knows gpt2 (byte-level BPE). Take a base model with such a tokenizer."
                            .formatted(model));
        }
        Kind kind = kind();
        Map<String, Integer> ids = HashMap.newHashMap(tokens.size());
        List<AddedToken> added = new ArrayList<>();
        for (int id = 0; id < tokens.size(); id++) {
            String token = tokens.get(id);
            int type = tokenTypes.get(id);
            if (ids.putIfAbsent(token, id) != null) {
                throw new ModelFormatException(
                        "GGUF: tokenizer.ggml.tokens has '%s' twice, as %d and %d. Convert the model again."
                                .formatted(token, ids.get(token), id));
            }
            switch (type) {
                case NORMAL, UNKNOWN, UNUSED -> {}
                case CONTROL, USER_DEFINED ->
                    added.add(new AddedToken(id, token, type == CONTROL, false, false, false));
                default ->
                    throw new ModelFormatException(
                            "GGUF: tokenizer.ggml.token_type[%d] of '%s' is %d; this build knows 1 (normal) to 5 (unused). Convert the model again."
                                    .formatted(id, token, type));
            }
        }
        List<BpeDefinition.Merge> ordered = new ArrayList<>(merges.size());
        for (int i = 0; i < merges.size(); i++) {
            ordered.add(BpeDefinition.Merge.parse(merges.get(i), "GGUF: tokenizer.ggml.merges[%d]".formatted(i)));
        }
        return new BpeDefinition(ids, ordered, kind.nfc, new PreTokenizer(kind.cuts), kind.ignoreMerges, added);
    }

    private Kind kind() {
        return switch (pre) {
            case "gpt-2" -> new Kind(List.of(Cut.GPT2), false, false);
            case "smollm" -> new Kind(List.of(Cut.EACH_DIGIT, Cut.GPT2), false, false);
            case "llama-bpe" -> new Kind(List.of(Cut.LLAMA3), false, true);
            // Qwen 2's own tokenizer.json normalises to NFC; the name stands for that as well.
            case "qwen2" -> new Kind(List.of(Cut.QWEN2), true, false);
            default ->
                throw new ModelFormatException(
                        "GGUF: tokenizer.ggml.pre is '%s'; this build knows gpt-2, smollm, llama-bpe, qwen2. Take the model as a Hugging Face folder, or add its pre-tokenizer to GgufVocabulary."
                                .formatted(pre));
        };
    }

    private record Kind(List<Cut> cuts, boolean nfc, boolean ignoreMerges) {}
}
