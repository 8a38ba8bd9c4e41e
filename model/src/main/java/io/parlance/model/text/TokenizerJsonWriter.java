package io.parlance.model.text;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.Map;

/** Writes a tokenizer as Hugging Face's {@code tokenizer.json}. */
final class TokenizerJsonWriter {
    private TokenizerJsonWriter() {}

    static ObjectNode write(BpeDefinition definition) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("version", "1.0");
        root.putNull("truncation");
        root.putNull("padding");
        ArrayNode added = root.putArray("added_tokens");
        definition.addedTokens().stream()
                .sorted(Comparator.comparingInt(AddedToken::id))
                .forEach(token -> added.add(addedToken(token)));
        if (definition.normalizesToNfc()) {
            root.putObject("normalizer").put("type", "NFC");
        } else {
            root.putNull("normalizer");
        }
        root.set("pre_tokenizer", PreTokenizerJson.write(definition.preTokenizer()));
        root.set("post_processor", PreTokenizerJson.byteLevel());
        root.set("decoder", PreTokenizerJson.byteLevel());
        root.set("model", model(definition));
        return root;
    }

    private static ObjectNode addedToken(AddedToken token) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", token.id())
                .put("content", token.content())
                .put("single_word", false)
                .put("lstrip", token.stripsLeft())
                .put("rstrip", token.stripsRight())
                .put("normalized", token.normalized())
                .put("special", token.special());
    }

    private static ObjectNode model(BpeDefinition definition) {
        ObjectNode model = JsonNodeFactory.instance.objectNode();
        model.put("type", "BPE");
        model.putNull("dropout");
        model.putNull("unk_token");
        model.putNull("continuing_subword_prefix");
        model.putNull("end_of_word_suffix");
        model.put("fuse_unk", false);
        model.put("byte_fallback", false);
        model.put("ignore_merges", definition.ignoreMerges());
        ObjectNode vocab = model.putObject("vocab");
        definition.ids().entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .forEach(entry -> vocab.put(entry.getKey(), entry.getValue()));
        ArrayNode merges = model.putArray("merges");
        definition.merges().forEach(merge -> merges.addArray().add(merge.left()).add(merge.right()));
        return model;
    }
}
