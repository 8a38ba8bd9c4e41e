package io.parlance.model.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parlance.model.artifact.ModelFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens tokenizers: byte-level BPE out of a {@code tokenizer.json} or a GGUF header. */
public final class Tokenizers {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Tokenizers() {}

    /**
     * A tokenizer as Hugging Face stores it.
     *
     * @throws ModelFormatException when it holds what this build does not know, by name
     */
    public static Tokenizer fromTokenizerJson(JsonNode tokenizerJson) {
        return new ByteLevelBpe(TokenizerJsonReader.read(tokenizerJson));
    }

    /** The same out of a file. @throws ModelFormatException also when there is no such file or it is no JSON */
    public static Tokenizer fromTokenizerJson(Path file) {
        try {
            return fromTokenizerJson(JSON.readTree(Files.readAllBytes(file)));
        } catch (JsonProcessingException e) {
            throw new ModelFormatException(
                    "%s: not JSON: %s. The file is damaged or cut short; fetch it again."
                            .formatted(file, e.getOriginalMessage()),
                    e);
        } catch (IOException e) {
            throw new ModelFormatException(
                    "%s: cannot be read (%s). A model folder needs its tokenizer.json.".formatted(file, e), e);
        } catch (ModelFormatException e) {
            throw new ModelFormatException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * The tokenizer inside a GGUF.
     *
     * @throws ModelFormatException when its model or pre-tokenizer is one this build does not know, by name
     */
    public static Tokenizer fromGgufVocabulary(GgufVocabulary vocabulary) {
        return new ByteLevelBpe(vocabulary.definition());
    }

    /** The {@code tokenizer.json} that gives the same ids as the tokenizer inside a GGUF, here and in Hugging Face's. */
    public static ObjectNode toTokenizerJson(GgufVocabulary vocabulary) {
        return TokenizerJsonWriter.write(vocabulary.definition());
    }
}
