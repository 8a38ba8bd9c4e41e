package io.parlance.model.artifact;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parlance.model.artifact.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a model as Hugging Face transformers saves it, so that every tool of that world can go on with it. */
public final class HuggingFaceFolderWriter {
    private HuggingFaceFolderWriter() {}

    /**
     * Writes {@code config.json}, {@code generation_config.json}, {@code tokenizer.json}, {@code tokenizer_config.json}
     * and {@code model.safetensors} in fp32. The same model gives the same bytes.
     *
     * @param folder made when it is not there
     * @param model whose shape and text parts are written
     * @param weights its tensors, or others of the same shapes (a fine-tuned model's); read one at a time
     * @throws ArtifactException when a file cannot be written; a full disk is said as such
     */
    public static void write(Path folder, ModelFolder model, Weights weights) {
        LlamaConfig config = model.config();
        LlamaTensors.check(model.path().toString(), config, weights);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw ArtifactException.writing(folder, 0, e);
        }
        ModelJson.write(folder.resolve("config.json"), LlamaConfigJson.toJson(config));
        ModelJson.write(folder.resolve("generation_config.json"), generationConfig(config));
        ModelJson.write(
                folder.resolve("tokenizer_config.json"), model.tokenizerConfig().toJson(config.maxPositions()));
        writeText(folder.resolve("tokenizer.json"), model.tokenizerJson());
        SafetensorsWriter tensors = new SafetensorsWriter();
        LlamaTensors.shapes(config).forEach((name, shape) -> tensors.add(name, shape, () -> weights.read(name)));
        tensors.write(folder.resolve("model.safetensors"));
    }

    private static ObjectNode generationConfig(LlamaConfig config) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (config.bosTokenId() >= 0) json.put("bos_token_id", config.bosTokenId());
        json.set("eos_token_id", LlamaConfigJson.endOfTurnIds(config));
        if (config.padTokenId() >= 0) json.put("pad_token_id", config.padTokenId());
        return json;
    }

    private static void writeText(Path file, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            throw ArtifactException.writing(file, bytes.length, e);
        }
    }
}
