package io.parlance.preprocess.augmentation.translation;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parlance.preprocess.augmentation.UnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A Marian model as Hugging Face's Optimum exports it to ONNX: {@code config.json}, {@code vocab.json},
 * {@code source.spm}, {@code target.spm}, {@code encoder_model.onnx}, {@code decoder_model.onnx}.
 *
 * @param start the token that decoding begins with
 * @param padding a token that is never said
 * @param longest most tokens of a sentence, its end included
 */
record MarianFolder(Path path, Map<String, Integer> vocabulary, int start, int end, int padding, int longest) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> FILES = List.of(
            "config.json", "vocab.json", "source.spm", "target.spm", "encoder_model.onnx", "decoder_model.onnx");

    /** @throws UnavailableException naming the file or field that is missing or is none of Marian's */
    static MarianFolder read(Path path) {
        for (String file : FILES) {
            if (!Files.isReadable(path.resolve(file))) {
                throw new UnavailableException(
                        "Marian model %s: there is no file %s; export the model with: optimum-cli export onnx --task text2text-generation --model <name> %s"
                                .formatted(path, file, path));
            }
        }
        try {
            JsonNode config = JSON.readTree(path.resolve("config.json").toFile());
            Map<String, Integer> vocabulary =
                    JSON.readValue(path.resolve("vocab.json").toFile(), new TypeReference<>() {});
            String type = config.path("model_type").asText("");
            if (!type.equals("marian")) {
                throw new UnavailableException(
                        "Marian model %s: config.json: model_type is '%s', expected marian".formatted(path, type));
            }
            vocabulary.keySet().stream()
                    .filter(token -> token.startsWith(">>") && token.endsWith("<<"))
                    .findFirst()
                    .ifPresent(token -> {
                        throw new UnavailableException(
                                "Marian model %s: vocab.json has %s, so it translates into several languages; take a model of one pair"
                                        .formatted(path, token));
                    });
            return new MarianFolder(
                    path,
                    vocabulary,
                    number(path, config, "decoder_start_token_id"),
                    number(path, config, "eos_token_id"),
                    number(path, config, "pad_token_id"),
                    config.path("max_position_embeddings").asInt(512));
        } catch (IOException e) {
            throw new UnavailableException("Marian model %s cannot be read: %s".formatted(path, e.getMessage()), e);
        }
    }

    int unknown() {
        return vocabulary.getOrDefault("<unk>", end);
    }

    private static int number(Path path, JsonNode config, String field) {
        if (!config.path(field).canConvertToInt()) {
            throw new UnavailableException("Marian model %s: config.json has no number %s".formatted(path, field));
        }
        return config.path(field).asInt();
    }
}
