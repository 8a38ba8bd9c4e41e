package io.parlance.model.artifact.gguf;

import java.util.List;
import java.util.Optional;

/**
 * What a GGUF file says about text, as it lies there.
 *
 * @param model the kind of tokenizer: {@code gpt2} is byte-level BPE
 * @param pre the pre-tokenizer's name ({@code smollm}); decides how text is cut before merging
 * @param tokens by id
 * @param tokenTypes by id: 1 normal, 2 unknown, 3 control, 4 user defined, 5 unused, 6 byte
 * @param merges first rank first, two parts with a space between
 * @param bosTokenId or -1 when there is none
 * @param eosTokenId or -1 when there is none
 */
public record GgufVocabulary(
        String model,
        String pre,
        List<String> tokens,
        List<Integer> tokenTypes,
        List<String> merges,
        Optional<String> chatTemplate,
        int bosTokenId,
        int eosTokenId) {
    public GgufVocabulary {
        tokens = List.copyOf(tokens);
        tokenTypes = List.copyOf(tokenTypes);
        merges = List.copyOf(merges);
    }

    public static GgufVocabulary of(GgufFile file) {
        GgufMetadata metadata = file.metadata();
        String model = metadata.text("tokenizer.ggml.model");
        List<String> tokens = metadata.texts("tokenizer.ggml.tokens");
        List<Integer> types = metadata.integers("tokenizer.ggml.token_type");
        if (types.size() != tokens.size()) {
            throw metadata.fault(
                    "tokenizer.ggml.token_type", "of %d for %d tokens".formatted(types.size(), tokens.size()));
        }
        return new GgufVocabulary(
                model,
                metadata.textIfAny("tokenizer.ggml.pre").orElse(""),
                tokens,
                types,
                metadata.has("tokenizer.ggml.merges") ? metadata.texts("tokenizer.ggml.merges") : List.of(),
                metadata.textIfAny("tokenizer.chat_template"),
                metadata.integer("tokenizer.ggml.bos_token_id", -1),
                metadata.integer("tokenizer.ggml.eos_token_id", -1));
    }
}
