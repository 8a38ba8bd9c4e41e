package io.parlance.model.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parlance.model.text.PreTokenizer.Cut;
import java.util.ArrayList;
import java.util.List;

/** The {@code pre_tokenizer} of a {@code tokenizer.json}, both ways. */
final class PreTokenizerJson {
    private PreTokenizerJson() {}

    static PreTokenizer read(JsonNode preTokenizer) {
        Reading reading = new Reading();
        reading.step(preTokenizer);
        if (!reading.byteLevel) {
            throw TokenizerJsonReader.refusal("pre_tokenizer has no ByteLevel part; this build knows byte-level BPE");
        }
        return new PreTokenizer(reading.cuts);
    }

    private static final class Reading {
        private final List<Cut> cuts = new ArrayList<>();
        private boolean byteLevel;

        void step(JsonNode step) {
            String type = step.path("type").asText("none");
            if (byteLevel) {
                throw TokenizerJsonReader.refusal(
                        "pre_tokenizer has '%s' after ByteLevel; this build knows ByteLevel as the last part"
                                .formatted(type));
            }
            switch (type) {
                case "Sequence" -> step.path("pretokenizers").forEach(this::step);
                case "Digits" ->
                    cuts.add(step.path("individual_digits").asBoolean(false) ? Cut.EACH_DIGIT : Cut.DIGIT_RUNS);
                case "Split" -> cuts.add(split(step));
                case "ByteLevel" -> byteLevel(step);
                default ->
                    throw TokenizerJsonReader.refusal(
                            "pre_tokenizer.type is '%s'; this build knows Sequence, Digits, Split, ByteLevel"
                                    .formatted(type));
            }
        }

        private void byteLevel(JsonNode step) {
            if (step.path("add_prefix_space").asBoolean(true)) {
                throw TokenizerJsonReader.refusal(
                        "pre_tokenizer ByteLevel has add_prefix_space; this build knows it off");
            }
            if (step.path("use_regex").asBoolean(true)) {
                cuts.add(Cut.GPT2);
            }
            byteLevel = true;
        }

        private static Cut split(JsonNode step) {
            String regex = step.path("pattern").path("Regex").asText();
            String behavior = step.path("behavior").asText();
            boolean inverted = step.path("invert").asBoolean(false);
            boolean keepsAll = behavior.equals("Isolated") || behavior.equals("Removed") && inverted;
            if (!keepsAll) {
                throw TokenizerJsonReader.refusal(
                        "pre_tokenizer Split has behavior '%s' with invert %s; this build knows Isolated, and Removed with invert"
                                .formatted(behavior, inverted));
            }
            for (Cut cut : List.of(Cut.GPT2, Cut.LLAMA3, Cut.QWEN2)) {
                if (cut.regex().equals(regex)) {
                    return cut;
                }
            }
            throw TokenizerJsonReader.refusal(
                    "pre_tokenizer Split has the pattern %s; this build knows those of GPT-2, Llama 3 and Qwen 2"
                            .formatted(step.path("pattern")));
        }
    }

    static ObjectNode write(PreTokenizer preTokenizer) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        ObjectNode sequence = nodes.objectNode().put("type", "Sequence");
        ArrayNode parts = sequence.putArray("pretokenizers");
        for (Cut cut : preTokenizer.cuts()) {
            switch (cut) {
                case EACH_DIGIT -> parts.addObject().put("type", "Digits").put("individual_digits", true);
                case DIGIT_RUNS -> parts.addObject().put("type", "Digits").put("individual_digits", false);
                case GPT2, LLAMA3, QWEN2 -> {
                    ObjectNode split = parts.addObject().put("type", "Split");
                    split.putObject("pattern").put("Regex", cut.regex());
                    split.put("behavior", "Isolated").put("invert", false);
                }
            }
        }
        parts.add(byteLevel());
        return sequence;
    }

    static ObjectNode byteLevel() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", false)
                .put("use_regex", false);
    }
}
