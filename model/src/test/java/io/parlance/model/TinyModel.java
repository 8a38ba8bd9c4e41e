package io.parlance.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parlance.model.artifact.LlamaConfig;
import io.parlance.model.artifact.LlamaConfigJson;
import io.parlance.model.artifact.LlamaTensors;
import io.parlance.model.artifact.ModelJson;
import io.parlance.model.artifact.RopeScaling;
import io.parlance.model.artifact.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A Llama small enough for tests (95 thousand weights), with random weights, a real byte-level BPE tokenizer and ChatML
 * as chat template: a Hugging Face folder like any other. The seed decides every byte.
 */
public final class TinyModel {
    /** {@code <|endoftext|>} 0, {@code <|im_start|>} 1, {@code <|im_end|>} 2, 256 bytes, then the merges. */
    public static final int VOCABULARY_SIZE = 3 + 256 + Merges.COUNT;

    public static final int END_OF_TEXT = 0;
    public static final int IM_START = 1;
    public static final int IM_END = 2;

    public static final LlamaConfig CONFIG = new LlamaConfig(
            VOCABULARY_SIZE,
            64,
            128,
            2,
            4,
            2,
            16,
            256,
            1e-5,
            10_000,
            new RopeScaling.None(),
            true,
            false,
            false,
            List.of(IM_END),
            IM_START,
            IM_END);

    public static final String CHAT_TEMPLATE =
            "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n'}}{% endfor %}"
                    + "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

    private static final double STANDARD_DEVIATION = 0.05;
    private static final List<String> SPECIAL = List.of("<|endoftext|>", "<|im_start|>", "<|im_end|>");

    private TinyModel() {}

    /** Writes the model into a folder, which is made when it is not there. @return the folder */
    public static Path write(Path folder, long seed) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ModelJson.write(folder.resolve("config.json"), LlamaConfigJson.toJson(CONFIG));
        ModelJson.write(folder.resolve("generation_config.json"), generationConfig());
        ModelJson.write(folder.resolve("tokenizer.json"), tokenizer());
        ModelJson.write(folder.resolve("tokenizer_config.json"), tokenizerConfig());
        SafetensorsWriter writer = new SafetensorsWriter();
        Random random = new Random(seed);
        LlamaTensors.shapes(CONFIG).forEach((name, shape) -> {
            float[] values = values(name, shape, random);
            writer.add(name, shape, () -> values);
        });
        writer.write(folder.resolve("model.safetensors"));
        return folder;
    }

    private static float[] values(String name, List<Long> shape, Random random) {
        boolean norm = name.endsWith("norm.weight");
        float[] values =
                new float[(int) shape.stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((norm ? 1 : 0) + STANDARD_DEVIATION * random.nextGaussian());
        }
        return values;
    }

    private static ObjectNode generationConfig() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("bos_token_id", IM_START)
                .put("eos_token_id", IM_END)
                .put("pad_token_id", IM_END);
    }

    private static ObjectNode tokenizerConfig() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("add_prefix_space", false)
                .put("bos_token", "<|im_start|>")
                .put("chat_template", CHAT_TEMPLATE)
                .put("clean_up_tokenization_spaces", false)
                .put("eos_token", "<|im_end|>")
                .put("model_max_length", CONFIG.maxPositions())
                .put("pad_token", "<|im_end|>")
                .put("tokenizer_class", "GPT2Tokenizer")
                .put("unk_token", "<|endoftext|>");
    }

    /** The layout of SmolLM2's own file: digits one by one, then GPT-2's byte-level split. */
    private static ObjectNode tokenizer() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("version", "1.0").putNull("truncation").putNull("padding");
        ArrayNode added = json.putArray("added_tokens");
        for (int id = 0; id < SPECIAL.size(); id++) {
            added.addObject()
                    .put("id", id)
                    .put("content", SPECIAL.get(id))
                    .put("single_word", false)
                    .put("lstrip", false)
                    .put("rstrip", false)
                    .put("normalized", false)
                    .put("special", true);
        }
        json.putNull("normalizer");
        ObjectNode preTokenizer = json.putObject("pre_tokenizer").put("type", "Sequence");
        ArrayNode steps = preTokenizer.putArray("pretokenizers");
        steps.addObject().put("type", "Digits").put("individual_digits", true);
        steps.addObject()
                .put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", true)
                .put("use_regex", true);
        json.putNull("post_processor");
        json.putObject("decoder")
                .put("type", "ByteLevel")
                .put("add_prefix_space", true)
                .put("trim_offsets", true)
                .put("use_regex", true);
        ObjectNode model = json.putObject("model")
                .put("type", "BPE")
                .putNull("dropout")
                .put("unk_token", "<|endoftext|>")
                .putNull("continuing_subword_prefix")
                .putNull("end_of_word_suffix")
                .put("fuse_unk", false)
                .put("byte_fallback", false)
                .put("ignore_merges", false);
        ObjectNode vocabulary = model.putObject("vocab");
        SPECIAL.forEach(token -> vocabulary.put(token, vocabulary.size()));
        byteTokens().forEach(token -> vocabulary.put(token, vocabulary.size()));
        ArrayNode merges = model.putArray("merges");
        for (String merge : Merges.ALL) {
            vocabulary.put(merge.replace(" ", ""), vocabulary.size());
            merges.add(merge);
        }
        if (vocabulary.size() != VOCABULARY_SIZE) {
            throw new IllegalStateException("a merge is listed twice: %d tokens".formatted(vocabulary.size()));
        }
        return json;
    }

    /** GPT-2's printable stand-in for each byte: the byte itself where it prints, else 256 and up, in order. */
    private static List<String> byteTokens() {
        List<String> tokens = new ArrayList<>();
        int next = 256;
        for (int value = 0; value < 256; value++) {
            boolean prints = value >= '!' && value <= '~' || value >= 0xA1 && value <= 0xAC || value >= 0xAE;
            tokens.add(Character.toString(prints ? value : next++));
        }
        return tokens;
    }

    /** Common English pairs; a left or right side of several letters is an earlier merge. U+0120 stands for a space. */
    private static final class Merges {
        static final List<String> ALL = List.of(
                "\u0120 t",
                "h e",
                "\u0120 a",
                "i n",
                "\u0120t he",
                "e r",
                "o n",
                "r e",
                "\u0120 s",
                "a t",
                "\u0120 w",
                "o u",
                "e n",
                "i s",
                "\u0120 o",
                "\u0120 c",
                "o r",
                "a n",
                "e s",
                "\u0120 b",
                "\u0120 f",
                "in g",
                "\u0120 p",
                "\u0120t o",
                "l l",
                "e d",
                "\u0120 m",
                "\u0120 h",
                "a l",
                "i t",
                "\u0120 d",
                "a r",
                "\u0120o f",
                "\u0120a n",
                "\u0120an d",
                "\u0120 in",
                "\u0120 y",
                "\u0120y ou",
                "\u0120 l",
                "i c",
                "\u0120 I",
                "o m",
                "u r",
                "\u0120 is",
                "\u0120 re",
                "\u0120 n",
                "\u0120 g",
                "l e",
                "o w",
                "v e",
                "a s",
                "\u0120b e",
                "\u0120f or",
                "s t",
                "\u0120 e",
                "l y",
                "\u0120 it",
                "o t",
                "i d",
                "c h",
                "u s");
        static final int COUNT = 61;
    }
}
