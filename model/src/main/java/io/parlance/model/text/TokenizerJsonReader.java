package io.parlance.model.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.parlance.model.artifact.ModelFormatException;
import io.parlance.model.text.BpeDefinition.Merge;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads Hugging Face's {@code tokenizer.json}, refusing by name whatever would change ids in a way unknown here. */
final class TokenizerJsonReader {
    private TokenizerJsonReader() {}

    static BpeDefinition read(JsonNode root) {
        JsonNode model = root.path("model");
        String type = model.path("type").asText(model.has("merges") ? "BPE" : "");
        if (!type.equals("BPE")) {
            throw refusal("model.type is '%s'; this build knows BPE".formatted(type));
        }
        requireDefault(model, "dropout");
        requireDefault(model, "continuing_subword_prefix");
        requireDefault(model, "end_of_word_suffix");
        requireDefault(model, "byte_fallback");
        Map<String, Integer> ids = ids(model.path("vocab"));
        List<AddedToken> addedTokens = addedTokens(root.path("added_tokens"), ids);
        requireNoOrdinaryUnknownToken(model.path("unk_token"), ids, addedTokens);
        requireHarmless(root.path("post_processor"));
        requireByteLevel(root.path("decoder"));
        return new BpeDefinition(
                ids,
                merges(model.path("merges")),
                normalizesToNfc(root.path("normalizer")),
                PreTokenizerJson.read(root.path("pre_tokenizer")),
                model.path("ignore_merges").asBoolean(false),
                addedTokens);
    }

    static ModelFormatException refusal(String whatAndKnown) {
        return new ModelFormatException("tokenizer.json: " + whatAndKnown
                + ". Take a base model with a byte-level BPE tokenizer of the GPT-2, SmolLM2, Llama 3 or Qwen 2 kind.");
    }

    private static void requireDefault(JsonNode model, String field) {
        JsonNode value = model.path(field);
        boolean isDefault = value.isMissingNode()
                || value.isNull()
                || value.isBoolean() && !value.asBoolean()
                || value.isNumber() && value.asDouble() == 0
                || value.isTextual() && value.asText().isEmpty();
        if (!isDefault) {
            throw refusal("model.%s is %s; this build knows tokenizers without it".formatted(field, value));
        }
    }

    private static Map<String, Integer> ids(JsonNode vocab) {
        if (!vocab.isObject() || vocab.isEmpty()) {
            throw refusal("model.vocab is missing or empty; expected an object of tokens and ids");
        }
        Map<String, Integer> ids = HashMap.newHashMap(vocab.size());
        vocab.properties().forEach(entry -> {
            JsonNode id = entry.getValue();
            if (!id.isInt() || id.asInt() < 0) {
                throw refusal("model.vocab['%s'] is %s; expected an id".formatted(entry.getKey(), id));
            }
            ids.put(entry.getKey(), id.asInt());
        });
        return ids;
    }

    private static List<Merge> merges(JsonNode array) {
        if (!array.isArray()) {
            throw refusal("model.merges is missing; expected a list");
        }
        List<Merge> merges = new ArrayList<>(array.size());
        for (JsonNode merge : array) {
            if (merge.isTextual() && merge.asText().startsWith("#version")) {
                continue;
            }
            merges.add(merge(merge, merges.size()));
        }
        return merges;
    }

    private static Merge merge(JsonNode merge, int index) {
        if (merge.isArray() && merge.size() == 2) {
            return new Merge(merge.get(0).asText(), merge.get(1).asText());
        }
        if (merge.isTextual()) {
            return Merge.parse(merge.asText(), "tokenizer.json: model.merges[%d]".formatted(index));
        }
        throw refusal("model.merges[%d] is %s; expected two tokens".formatted(index, merge));
    }

    private static List<AddedToken> addedTokens(JsonNode array, Map<String, Integer> vocabulary) {
        List<AddedToken> tokens = new ArrayList<>();
        Set<Integer> seen = new HashSet<>();
        for (JsonNode node : array) {
            String content = node.path("content").asText();
            if (content.isEmpty() || !node.path("id").isInt() || node.path("id").asInt() < 0) {
                throw refusal("added_tokens: %s lacks an id or a content".formatted(node));
            }
            int id = node.path("id").asInt();
            Integer inVocabulary = vocabulary.get(content);
            if (inVocabulary != null && inVocabulary != id || !seen.add(id)) {
                throw refusal("added_tokens: '%s' has id %d, which contradicts the vocabulary or another added token"
                        .formatted(content, id));
            }
            if (node.path("single_word").asBoolean(false)) {
                throw refusal("added_tokens: '%s' has single_word, which this build does not know".formatted(content));
            }
            tokens.add(new AddedToken(
                    id,
                    content,
                    node.path("special").asBoolean(false),
                    node.path("lstrip").asBoolean(false),
                    node.path("rstrip").asBoolean(false),
                    node.path("normalized").asBoolean(false)));
        }
        return tokens;
    }

    private static void requireNoOrdinaryUnknownToken(
            JsonNode unknown, Map<String, Integer> ids, List<AddedToken> addedTokens) {
        if (!unknown.isTextual()) {
            return;
        }
        boolean special = addedTokens.stream()
                .anyMatch(token -> token.special() && token.content().equals(unknown.asText()));
        boolean everyByteKnown = true;
        for (int b = 0; b < 256; b++) {
            everyByteKnown &= ids.containsKey(ByteAlphabet.symbol(b));
        }
        // A special one would let plain text write a control token, so such bytes are left out instead.
        if (!special && !everyByteKnown) {
            throw refusal("model.unk_token is '%s', an ordinary token, and the vocabulary lacks some bytes"
                    .formatted(unknown.asText()));
        }
    }

    private static boolean normalizesToNfc(JsonNode normalizer) {
        if (normalizer.isMissingNode() || normalizer.isNull()) {
            return false;
        }
        String type = normalizer.path("type").asText();
        if (type.equals("NFC")) {
            return true;
        }
        if (type.equals("Sequence")) {
            boolean nfc = false;
            for (JsonNode part : normalizer.path("normalizers")) {
                nfc |= normalizesToNfc(part);
            }
            return nfc;
        }
        throw refusal("normalizer.type is '%s'; this build knows none, NFC".formatted(type));
    }

    /** Offsets may be trimmed and special tokens put around a text: neither is done here, a chat template writes its own. */
    private static void requireHarmless(JsonNode processor) {
        if (processor.isMissingNode() || processor.isNull()) {
            return;
        }
        String type = processor.path("type").asText();
        switch (type) {
            case "ByteLevel", "TemplateProcessing" -> {}
            case "Sequence" -> processor.path("processors").forEach(TokenizerJsonReader::requireHarmless);
            default ->
                throw refusal("post_processor.type is '%s'; this build knows none, ByteLevel, TemplateProcessing"
                        .formatted(type));
        }
    }

    private static void requireByteLevel(JsonNode decoder) {
        String type = decoder.path("type").asText("none");
        if (!type.equals("ByteLevel")) {
            throw refusal("decoder.type is '%s'; this build knows ByteLevel".formatted(type));
        }
    }
}
