package io.parlance.model.artifact;

import io.parlance.model.text.ChatFormat;
import java.nio.file.Path;

/**
 * A model that can be opened: a Hugging Face folder or a GGUF file. Opening reads the small parts and checks them;
 * weights stay on disk until they are asked for.
 */
public interface ModelFolder {
    LlamaConfig config();

    ChatFormat chatFormat();

    /**
     * The tensors; the caller closes them.
     *
     * @throws ModelFormatException when one is missing or does not fit {@link #config()}
     */
    Weights openWeights();

    Path path();

    /** The text of a {@code tokenizer.json} that gives the same ids as {@link #chatFormat()}'s tokenizer. */
    String tokenizerJson();

    TokenizerConfig tokenizerConfig();
}
