package io.parlance.model.artifact;

import io.parlance.model.artifact.safetensors.SafetensorsWeights;
import io.parlance.model.text.ChatFormat;
import io.parlance.model.text.Tokenizers;
import java.nio.file.Path;

/** A model as Hugging Face transformers saves it: {@code config.json}, {@code tokenizer.json}, safetensors. */
public final class HuggingFaceFolder implements ModelFolder {
    private final Path folder;
    private final LlamaConfig config;
    private final String tokenizerJson;
    private final TokenizerConfig tokenizerConfig;
    private final ChatFormat chatFormat;

    private HuggingFaceFolder(Path folder) {
        this.folder = folder;
        this.config = LlamaConfigJson.read(folder);
        Path tokenizerFile = folder.resolve("tokenizer.json");
        this.tokenizerJson = ModelJson.readText(tokenizerFile);
        this.tokenizerConfig = TokenizerConfig.read(folder);
        this.chatFormat =
                tokenizerConfig.chatFormat(folder.toString(), Tokenizers.fromTokenizerJson(tokenizerFile), config);
    }

    /** @throws ModelFormatException when a file is missing, damaged, or holds what this build does not know */
    public static HuggingFaceFolder open(Path folder) {
        return new HuggingFaceFolder(folder);
    }

    @Override
    public LlamaConfig config() {
        return config;
    }

    @Override
    public ChatFormat chatFormat() {
        return chatFormat;
    }

    @Override
    public Weights openWeights() {
        return LlamaTensors.check(folder.toString(), config, SafetensorsWeights.open(folder));
    }

    @Override
    public Path path() {
        return folder;
    }

    @Override
    public String tokenizerJson() {
        return tokenizerJson;
    }

    @Override
    public TokenizerConfig tokenizerConfig() {
        return tokenizerConfig;
    }
}
