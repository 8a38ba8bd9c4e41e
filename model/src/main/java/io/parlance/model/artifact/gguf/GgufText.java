package io.parlance.model.artifact.gguf;

import io.parlance.model.artifact.ModelFormatException;
import io.parlance.model.artifact.TokenizerConfig;
import io.parlance.model.text.GgufVocabulary;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a GGUF header says about text: vocabulary, special tokens, chat template. */
final class GgufText {
    private static final String TEMPLATE = "tokenizer.chat_template";
    private static final Map<String, String> SPECIAL_TOKENS = Map.of(
            "bos_token", "tokenizer.ggml.bos_token_id",
            "eos_token", "tokenizer.ggml.eos_token_id",
            "pad_token", "tokenizer.ggml.padding_token_id",
            "unk_token", "tokenizer.ggml.unknown_token_id");

    private GgufText() {}

    static GgufVocabulary vocabulary(GgufFile file) {
        GgufMetadata metadata = file.metadata();
        String model = metadata.text("tokenizer.ggml.model");
        if (!metadata.has("tokenizer.ggml.merges") || !metadata.has("tokenizer.ggml.pre")) {
            throw metadata.fault(
                    "tokenizer.ggml.model",
                    "without tokenizer.ggml.merges and tokenizer.ggml.pre it is no byte-level BPE that this build reads. Take a base model with such a tokenizer");
        }
        return new GgufVocabulary(
                model,
                metadata.text("tokenizer.ggml.pre"),
                metadata.texts("tokenizer.ggml.tokens"),
                metadata.texts("tokenizer.ggml.merges"),
                metadata.integers("tokenizer.ggml.token_type"));
    }

    static TokenizerConfig tokenizerConfig(GgufFile file, GgufVocabulary vocabulary) {
        GgufMetadata metadata = file.metadata();
        if (!metadata.has(TEMPLATE)) {
            throw new ModelFormatException(
                    "%s: has no chat template (%s). Take an instruction-tuned model".formatted(file.path(), TEMPLATE));
        }
        SortedMap<String, String> specialTokens = new TreeMap<>();
        SPECIAL_TOKENS.forEach((part, key) -> {
            if (metadata.has(key)) specialTokens.put(part, token(metadata, key, vocabulary.tokens()));
        });
        return new TokenizerConfig(metadata.text(TEMPLATE), specialTokens);
    }

    private static String token(GgufMetadata metadata, String key, List<String> tokens) {
        int id = metadata.integer(key);
        if (id < 0 || id >= tokens.size()) {
            throw metadata.fault(key, "the vocabulary has the ids 0 to %d".formatted(tokens.size() - 1));
        }
        return tokens.get(id);
    }
}
