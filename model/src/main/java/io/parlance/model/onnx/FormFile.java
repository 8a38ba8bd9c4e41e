package io.parlance.model.onnx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parlance.model.artifact.LlamaConfig;
import io.parlance.model.artifact.ModelFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * {@code form.json}: what the decoder must know of a served form before it opens it. Written last, so a folder without it
 * is unfinished.
 *
 * @param headDim as it lies in the cache, padding included
 * @param maxPositions longest sequence the rotary tables reach
 * @param graphBytes size of model.onnx
 * @param dataBytes size of model.onnx.data
 */
record FormFile(
        ServedForm form,
        int vocabularySize,
        int layers,
        int kvHeads,
        int headDim,
        int maxPositions,
        long graphBytes,
        long dataBytes) {
    static final String NAME = "form.json";
    static final String GRAPH = "model.onnx";
    static final String DATA = "model.onnx.data";
    private static final int FORMAT = 1;

    static FormFile of(LlamaConfig config, ServedForm form, Path folder) throws IOException {
        return new FormFile(
                form,
                config.vocabularySize(),
                config.layers(),
                config.kvHeads(),
                HeadPadding.of(config.headDim()).padded(),
                config.maxPositions(),
                Files.size(folder.resolve(GRAPH)),
                Files.size(folder.resolve(DATA)));
    }

    void write(Path folder) throws IOException {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("format", FORMAT)
                .put("form", form.id())
                .put("vocabulary_size", vocabularySize)
                .put("layers", layers)
                .put("kv_heads", kvHeads)
                .put("head_dim", headDim)
                .put("max_positions", maxPositions)
                .put("graph_bytes", graphBytes)
                .put("data_bytes", dataBytes);
        Files.writeString(folder.resolve(NAME), json.toPrettyString() + "\n");
    }

    /** Reads and checks the folder: every part there, and as long as it was written. */
    static FormFile read(Path folder) {
        Path file = folder.resolve(NAME);
        try {
            JsonNode json = new ObjectMapper().readTree(Files.readString(file));
            if (number(file, json, "format") != FORMAT) {
                throw new ModelFormatException("%s: format is %s; this build reads %d. Export the model again."
                        .formatted(file, json.path("format"), FORMAT));
            }
            FormFile form = new FormFile(
                    ServedForm.of(json.path("form").asText()),
                    Math.toIntExact(number(file, json, "vocabulary_size")),
                    Math.toIntExact(number(file, json, "layers")),
                    Math.toIntExact(number(file, json, "kv_heads")),
                    Math.toIntExact(number(file, json, "head_dim")),
                    Math.toIntExact(number(file, json, "max_positions")),
                    number(file, json, "graph_bytes"),
                    number(file, json, "data_bytes"));
            form.requireSize(folder.resolve(GRAPH), form.graphBytes);
            form.requireSize(folder.resolve(DATA), form.dataBytes);
            return form;
        } catch (NoSuchFileException missing) {
            throw new ModelFormatException(
                    "%s: file is missing. Export the model again, or restore it from a copy."
                            .formatted(missing.getFile()),
                    missing);
        } catch (IOException | IllegalArgumentException | ArithmeticException unreadable) {
            throw new ModelFormatException(
                    "%s: %s. Export the model again.".formatted(file, unreadable.getMessage()), unreadable);
        }
    }

    private static long number(Path file, JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (!value.isIntegralNumber() || value.asLong() < 1) {
            throw new ModelFormatException("%s: %s is %s, expected a whole number above 0. Export the model again."
                    .formatted(file, field, value.isMissingNode() ? "missing" : value));
        }
        return value.asLong();
    }

    private void requireSize(Path part, long expected) throws IOException {
        long size = Files.size(part);
        if (size != expected) {
            throw new ModelFormatException(
                    "%s: has %d bytes, expected %d; the file is truncated or of another model. Export the model again, or restore it from a copy."
                            .formatted(part, size, expected));
        }
    }
}
