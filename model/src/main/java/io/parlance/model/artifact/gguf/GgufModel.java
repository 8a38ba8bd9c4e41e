package io.parlance.model.artifact.gguf;

import io.parlance.model.artifact.LlamaConfig;
import io.parlance.model.artifact.ModelFormatException;
import io.parlance.model.artifact.Weights;
import java.nio.file.Path;

/** A model of the Llama family in a {@code .gguf} file: its shape, its vocabulary, its weights dequantised exactly. */
public final class GgufModel {
    private final GgufFile file;
    private final LlamaConfig config;
    private final GgufVocabulary vocabulary;

    private GgufModel(GgufFile file, LlamaConfig config, GgufVocabulary vocabulary) {
        this.file = file;
        this.config = config;
        this.vocabulary = vocabulary;
    }

    /** @throws ModelFormatException when the file is damaged or holds what this build does not know; it says what */
    public static GgufModel open(Path path) {
        GgufFile file = GgufFile.open(path);
        return new GgufModel(file, LlamaGguf.config(file), GgufVocabulary.of(file));
    }

    public LlamaConfig config() {
        return config;
    }

    public GgufVocabulary vocabulary() {
        return vocabulary;
    }

    public Weights openWeights() {
        return GgufWeights.of(file, config);
    }

    public Path path() {
        return file.path();
    }
}
