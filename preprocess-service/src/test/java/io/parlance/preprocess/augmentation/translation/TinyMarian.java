package io.parlance.preprocess.augmentation.translation;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * A folder laid out like an exported Marian model, whose networks translate word by word: the encoder gives each token a
 * one-hot row, the decoder looks the row at its own position up in a dictionary. It likes padding best of all, which a
 * decoder must never say.
 */
final class TinyMarian {
    private static final int FLOAT = 1;
    private static final int INT64 = 7;

    private final List<String> tokens = new ArrayList<>(List.of("</s>", "<unk>"));
    private final Map<String, String> dictionary;

    private TinyMarian(Map<String, String> dictionary) {
        this.dictionary = dictionary;
        TreeSet<String> words = new TreeSet<>(dictionary.keySet());
        words.addAll(dictionary.values());
        words.forEach(word -> tokens.add("▁" + word));
        tokens.add("<pad>");
    }

    /** @param dictionary words of the source language and of the target language */
    static Path write(Path folder, Map<String, String> dictionary) throws IOException {
        TinyMarian model = new TinyMarian(dictionary);
        Files.createDirectories(folder);
        Map<String, Integer> vocabulary = new LinkedHashMap<>();
        model.tokens.forEach(token -> vocabulary.put(token, vocabulary.size()));
        int padding = model.tokens.size() - 1;
        new ObjectMapper().writeValue(folder.resolve("vocab.json").toFile(), vocabulary);
        new ObjectMapper()
                .writeValue(
                        folder.resolve("config.json").toFile(),
                        Map.of(
                                "model_type",
                                "marian",
                                "decoder_start_token_id",
                                padding,
                                "eos_token_id",
                                0,
                                "pad_token_id",
                                padding,
                                "max_position_embeddings",
                                12));
        Files.write(folder.resolve("source.spm"), model.sentencePieces());
        Files.write(folder.resolve("target.spm"), model.sentencePieces());
        Files.write(folder.resolve("encoder_model.onnx"), model.encoder());
        Files.write(folder.resolve("decoder_model.onnx"), model.decoder());
        return folder;
    }

    /** sentencepiece_model.proto: pieces = 1 (text 1, score 2, type 3), normaliser = 3 (name 1). */
    private byte[] sentencePieces() {
        WireMessage model = new WireMessage();
        model.message(1, new WireMessage().text(1, "<unk>").real(2, 0).number(3, 2));
        model.message(1, new WireMessage().text(1, "<s>").real(2, 0).number(3, 3));
        model.message(1, new WireMessage().text(1, "</s>").real(2, 0).number(3, 3));
        for (String token : tokens.subList(2, tokens.size() - 1)) {
            model.message(1, new WireMessage().text(1, token).real(2, -1).number(3, 1));
        }
        return model.message(3, new WireMessage().text(1, "identity")).toBytes();
    }

    private byte[] encoder() {
        int size = tokens.size();
        float[] rows = new float[size * size];
        for (int id = 0; id < size; id++) {
            rows[id * size + id] = 1;
        }
        WireMessage graph = new WireMessage()
                .message(1, node("Gather", List.of("rows", "input_ids"), "last_hidden_state"))
                .text(2, "encoder")
                .message(5, floats("rows", size, rows))
                .message(11, value("input_ids", INT64, 2))
                .message(11, value("attention_mask", INT64, 2))
                .message(12, value("last_hidden_state", FLOAT, 3));
        return model(graph);
    }

    private byte[] decoder() {
        int size = tokens.size();
        float[] table = new float[size * size];
        for (int id = 0; id < size; id++) {
            table[id * size + size - 1] = 2; // padding
            table[id * size + (id == 0 ? 0 : 1)] += 0.5f;
        }
        dictionary.forEach((word, other) -> table[tokens.indexOf("▁" + word) * size + tokens.indexOf("▁" + other)] = 1);
        WireMessage graph = new WireMessage()
                .message(1, node("Shape", List.of("input_ids"), "shape"))
                .message(1, node("Gather", List.of("shape", "one"), "length"))
                .message(1, node("Slice", List.of("encoder_hidden_states", "zero", "length", "one"), "heard"))
                .message(1, node("MatMul", List.of("heard", "table"), "logits"))
                .text(2, "decoder")
                .message(5, longs("zero", 0))
                .message(5, longs("one", 1))
                .message(5, floats("table", size, table))
                .message(11, value("encoder_attention_mask", INT64, 2))
                .message(11, value("input_ids", INT64, 2))
                .message(11, value("encoder_hidden_states", FLOAT, 3))
                .message(12, value("logits", FLOAT, 3));
        return model(graph);
    }

    // Numbers of fields are onnx.proto's.

    private static byte[] model(WireMessage graph) {
        return new WireMessage()
                .number(1, 8)
                .message(7, graph)
                .message(8, new WireMessage().text(1, "").number(2, 17))
                .toBytes();
    }

    private static WireMessage node(String operator, List<String> inputs, String output) {
        WireMessage node = new WireMessage();
        inputs.forEach(input -> node.text(1, input));
        return node.text(2, output).text(3, output).text(4, operator);
    }

    private static WireMessage floats(String name, int size, float[] values) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        return new WireMessage()
                .number(1, size)
                .number(1, size)
                .number(2, FLOAT)
                .text(8, name)
                .data(9, raw.array());
    }

    private static WireMessage longs(String name, long value) {
        byte[] raw = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
        return new WireMessage().number(1, 1).number(2, INT64).text(8, name).data(9, raw);
    }

    private static WireMessage value(String name, int type, int dimensions) {
        WireMessage shape = new WireMessage();
        for (int d = 0; d < dimensions; d++) {
            shape.message(1, new WireMessage().text(2, "d" + d + name));
        }
        WireMessage tensor = new WireMessage().number(1, type).message(2, shape);
        return new WireMessage().text(1, name).message(2, new WireMessage().message(1, tensor));
    }
}
