package io.parlance.preprocess.embedding;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoopTranslator;
import ai.djl.translate.TranslateException;
import io.parlance.contracts.Embedding;
import io.parlance.preprocess.example.SentenceEmbedder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * all-MiniLM-L6-v2 (Apache-2.0) as a class path resource: WordPiece cut at 256 tokens, mean of the last hidden states,
 * unit length. ONNX Runtime computes each call on its caller's thread.
 */
public final class MiniLm implements SentenceEmbedder, AutoCloseable {
    public static final int DIMENSIONS = 384;

    private static final int MAX_TOKENS = 256;
    private static final int PADDING = 8;
    private static final int BATCH = 16;
    private static final String NETWORK = "/all-minilm-l6-v2.onnx";
    private static final String TOKENIZER = "/all-minilm-l6-v2-tokenizer.json";

    private final Model model;
    private final HuggingFaceTokenizer tokenizer;

    private MiniLm(Model model, HuggingFaceTokenizer tokenizer) {
        this.model = model;
        this.tokenizer = tokenizer;
    }

    /** @throws UncheckedIOException when the resources cannot be read or unpacked to the temporary folder */
    public static MiniLm open() {
        // DJL would otherwise tell its makers of each start, and look for models on the net.
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.offline", "true");
        try {
            Model model = Model.newInstance("all-minilm-l6-v2", "OnnxRuntime");
            loadNetwork(model);
            try (InputStream json = resource(TOKENIZER)) {
                Map<String, String> options =
                        Map.of("truncation", "true", "maxLength", Integer.toString(MAX_TOKENS), "padding", "false");
                return new MiniLm(model, HuggingFaceTokenizer.newInstance(json, options));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("MiniLM could not be opened; is the temporary folder full?", e);
        } catch (MalformedModelException e) {
            throw new IllegalStateException("MiniLM: ONNX Runtime refuses the network on the class path", e);
        }
    }

    @Override
    public Embedding embed(String text) {
        return embedAll(List.of(text)).getFirst();
    }

    /**
     * The same for several at once, in their order. Texts of the same padded length are computed together; the padding
     * follows from the text alone, so an embedding is the same to the last bit in whatever company.
     */
    public List<Embedding> embedAll(List<String> texts) {
        Embedding[] embeddings = new Embedding[texts.size()];
        Encoding[] encodings = new Encoding[texts.size()];
        TreeMap<Integer, List<Integer>> byLength = new TreeMap<>();
        for (int i = 0; i < encodings.length; i++) {
            encodings[i] = tokenizer.encode(texts.get(i));
            int padded = (encodings[i].getIds().length + PADDING - 1) / PADDING * PADDING;
            byLength.computeIfAbsent(padded, length -> new ArrayList<>()).add(i);
        }
        byLength.forEach((length, members) -> {
            for (int from = 0; from < members.size(); from += BATCH) {
                embedBatch(
                        encodings, members.subList(from, Math.min(members.size(), from + BATCH)), length, embeddings);
            }
        });
        return List.of(embeddings);
    }

    private void embedBatch(Encoding[] encodings, List<Integer> members, int length, Embedding[] embeddings) {
        long[] ids = new long[members.size() * length];
        long[] attention = new long[ids.length];
        long[] types = new long[ids.length];
        for (int row = 0; row < members.size(); row++) {
            Encoding encoding = encodings[members.get(row)];
            int tokens = encoding.getIds().length;
            System.arraycopy(encoding.getIds(), 0, ids, row * length, tokens);
            System.arraycopy(encoding.getAttentionMask(), 0, attention, row * length, tokens);
            System.arraycopy(encoding.getTypeIds(), 0, types, row * length, tokens);
        }
        Shape shape = new Shape(members.size(), length); // (B, T)
        // A predictor is cheap and for one thread only; the session behind it is for all.
        try (NDManager manager = model.getNDManager().newSubManager();
                Predictor<NDList, NDList> predictor = model.newPredictor(new NoopTranslator())) {
            NDList inputs = new NDList(
                    array(manager, "input_ids", ids, shape),
                    array(manager, "attention_mask", attention, shape),
                    array(manager, "token_type_ids", types, shape));
            try (NDList outputs = predictor.predict(inputs)) {
                float[] hidden = outputs.getFirst().toFloatArray(); // (B, T, 384)
                for (int row = 0; row < members.size(); row++) {
                    embeddings[members.get(row)] = pooled(hidden, attention, row * length, length);
                }
            }
        } catch (TranslateException e) {
            throw new IllegalStateException(
                    "MiniLM failed on %d texts of %d tokens".formatted(members.size(), length), e);
        }
    }

    @Override
    public void close() {
        tokenizer.close();
        model.close();
    }

    /** @param hidden (tokens, 384) row-major. @param from first token of the text. @param length padding included */
    private static Embedding pooled(float[] hidden, long[] attention, int from, int length) {
        double[] sum = new double[DIMENSIONS];
        for (int t = from; t < from + length; t++) {
            if (attention[t] != 0) {
                for (int d = 0; d < DIMENSIONS; d++) {
                    sum[d] += hidden[t * DIMENSIONS + d];
                }
            }
        }
        double square = 0;
        for (double value : sum) {
            square += value * value;
        }
        double norm = Math.max(Math.sqrt(square), 1e-12);
        float[] unit = new float[DIMENSIONS];
        for (int d = 0; d < DIMENSIONS; d++) {
            unit[d] = (float) (sum[d] / norm);
        }
        return new Embedding(unit);
    }

    private static NDArray array(NDManager manager, String name, long[] values, Shape shape) {
        NDArray array = manager.create(values, shape);
        array.setName(name);
        return array;
    }

    private static void loadNetwork(Model model) throws IOException, MalformedModelException {
        // By way of a file, since loading from a stream holds the 91 MB several times over on the heap.
        Path folder = Files.createTempDirectory("parlance-minilm");
        Path file = folder.resolve("model.onnx");
        try {
            try (InputStream network = resource(NETWORK)) {
                Files.copy(network, file);
            }
            model.load(folder, "model", Map.of("intraOpNumThreads", "1", "interOpNumThreads", "1"));
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(folder);
        }
    }

    private static InputStream resource(String name) throws IOException {
        InputStream stream = MiniLm.class.getResourceAsStream(name);
        if (stream == null) {
            throw new IOException("class path resource %s is missing; rebuild the service".formatted(name));
        }
        return stream;
    }
}
