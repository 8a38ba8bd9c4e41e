package io.parlance.model.artifact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parlance.model.text.ChatFormat;
import io.parlance.model.text.ChatFormats;
import io.parlance.model.text.ChatTemplateException;
import io.parlance.model.text.Tokenizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What stands beside a tokenizer: the chat template, and which tokens play which part.
 *
 * @param chatTemplate Jinja source
 * @param specialTokens by part, as templates know them: {@code bos_token}, {@code eos_token}, {@code pad_token},
 *     {@code unk_token}; a part that nobody plays is absent
 */
public record TokenizerConfig(String chatTemplate, SortedMap<String, String> specialTokens) {
    private static final String FILE = "tokenizer_config.json";
    private static final String TEMPLATE_FILE = "chat_template.jinja";
    private static final String TEMPLATE = "chat_template";
    private static final List<String> PARTS = List.of("bos_token", "eos_token", "pad_token", "unk_token");

    public TokenizerConfig {
        specialTokens = Collections.unmodifiableSortedMap(new TreeMap<>(specialTokens));
    }

    /**
     * Reads a Hugging Face folder. The template is {@code chat_template.jinja}, else the one in
     * {@code tokenizer_config.json} (of several, the one named {@code default}).
     *
     * @throws ModelFormatException when there is none: without it nobody knows how the model was taught to talk
     */
    static TokenizerConfig read(Path folder) {
        Path file = folder.resolve(FILE);
        JsonFields config = Files.exists(file) ? ModelJson.read(file) : ModelJson.fields(file.toString(), "{}");
        SortedMap<String, String> specialTokens = new TreeMap<>();
        for (String part : PARTS) {
            if (config.has(part)) specialTokens.put(part, token(config, part));
        }
        return new TokenizerConfig(template(folder, config), specialTokens);
    }

    /**
     * The template joined with its tokenizer.
     *
     * @param source what error messages call the model
     * @throws ModelFormatException when the template uses what this build does not know, or an id has no embedding
     */
    public ChatFormat chatFormat(String source, Tokenizer tokenizer, LlamaConfig config) {
        refuseIdsWithoutEmbedding(source, tokenizer, config);
        try {
            return ChatFormats.of(
                    chatTemplate,
                    tokenizer,
                    specialTokens.get("bos_token"),
                    specialTokens.get("eos_token"),
                    config.endOfTurnIds());
        } catch (ChatTemplateException e) {
            throw new ModelFormatException(
                    "%s: its chat template cannot be used: %s".formatted(source, e.getMessage()), e);
        }
    }

    /** As {@code tokenizer_config.json}. */
    ObjectNode toJson(int maxPositions) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        specialTokens.forEach(json::put);
        json.put(TEMPLATE, chatTemplate);
        json.put("clean_up_tokenization_spaces", false);
        json.put("model_max_length", maxPositions);
        json.put("tokenizer_class", "PreTrainedTokenizerFast");
        return json;
    }

    /** More rows than ids are harmless padding; an id without a row would read another token's numbers, or none. */
    private static void refuseIdsWithoutEmbedding(String source, Tokenizer tokenizer, LlamaConfig config) {
        if (tokenizer.vocabularySize() > config.vocabularySize()) {
            throw new ModelFormatException(
                    "%s: the tokenizer has %d ids, the network %d embeddings; one of them is another model's"
                            .formatted(source, tokenizer.vocabularySize(), config.vocabularySize()));
        }
        for (int id : config.endOfTurnIds()) {
            if (id < 0 || id >= config.vocabularySize()) {
                throw new ModelFormatException("%s: eos_token_id %d is none of the network's %d ids"
                        .formatted(source, id, config.vocabularySize()));
            }
        }
    }

    private static String template(Path folder, JsonFields config) {
        Path file = folder.resolve(TEMPLATE_FILE);
        if (Files.exists(file)) return ModelJson.readText(file);
        JsonNode template = config.tree().path(TEMPLATE);
        if (template.isTextual()) return template.textValue();
        Optional<String> named = template.valueStream()
                .filter(entry -> entry.path("name").asText("").equals("default"))
                .filter(entry -> entry.path("template").isTextual())
                .map(entry -> entry.path("template").textValue())
                .findFirst();
        return named.orElseThrow(() -> new ModelFormatException(
                "%s: has no chat template (neither %s nor %s's %s%s). Take an instruction-tuned model, or put its template there"
                        .formatted(
                                folder,
                                TEMPLATE_FILE,
                                FILE,
                                TEMPLATE,
                                template.isArray() ? " named \"default\"" : "")));
    }

    /** A token is written as its text, or as an object that holds the text in {@code content}. */
    private static String token(JsonFields config, String part) {
        return config.tree().get(part).isObject() ? config.object(part).text("content") : config.text(part);
    }
}
