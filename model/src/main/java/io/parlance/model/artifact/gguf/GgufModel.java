package io.parlance.model.artifact.gguf;

import io.parlance.model.artifact.LlamaConfig;
import io.parlance.model.artifact.LlamaTensors;
import io.parlance.model.artifact.ModelFolder;
import io.parlance.model.artifact.ModelFormatException;
import io.parlance.model.artifact.ModelJson;
import io.parlance.model.artifact.TokenizerConfig;
import io.parlance.model.artifact.Weights;
import io.parlance.model.text.ChatFormat;
import io.parlance.model.text.GgufVocabulary;
import io.parlance.model.text.Tokenizers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A model of the Llama family in a {@code .gguf} file: its shape, its text parts, its weights dequantised exactly. */
public final class GgufModel implements ModelFolder {
    private final GgufFile file;
    private final LlamaConfig config;
    private final GgufVocabulary vocabulary;
    private final TokenizerConfig tokenizerConfig;
    private final ChatFormat chatFormat;

    private GgufModel(GgufFile file) {
        this.file = file;
        this.config = LlamaGguf.config(file);
        this.vocabulary = GgufText.vocabulary(file);
        this.tokenizerConfig = GgufText.tokenizerConfig(file, vocabulary);
        this.chatFormat =
                tokenizerConfig.chatFormat(file.path().toString(), Tokenizers.fromGgufVocabulary(vocabulary), config);
    }

    /** @throws ModelFormatException when the file is damaged or holds what this build does not know; it says what */
    public static GgufModel open(Path path) {
        return new GgufModel(GgufFile.open(path));
    }

    @Override
    public LlamaConfig config() {
        return config;
    }

    @Override
    public ChatFormat chatFormat() {
        return chatFormat;
    }

    public GgufVocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public Weights openWeights() {
        return LlamaTensors.check(path().toString(), config, GgufWeights.of(file, config));
    }

    @Override
    public Path path() {
        return file.path();
    }

    @Override
    public String tokenizerJson() {
        return new String(ModelJson.pretty(Tokenizers.toTokenizerJson(vocabulary)), StandardCharsets.UTF_8);
    }

    @Override
    public TokenizerConfig tokenizerConfig() {
        return tokenizerConfig;
    }
}
