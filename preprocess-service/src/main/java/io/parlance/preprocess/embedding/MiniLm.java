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
import java.util.Map;

/**
 * all-MiniLM-L6-v2 (Apache-2.0) as a class path resource: WordPiece cut at 256 tokens, mean of the last hidden states,
 * unit length. ONNX Runtime computes each call on its caller's thread.
 */
public final class MiniLm implements SentenceEmbedder, AutoCloseable {
    public static final int DIMENSIONS = 384;

    private static final int MAX_TOKENS = 256;
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
        Encoding encoding = tokenizer.encode(text);
        // A predictor is cheap and for one thread only; the session behind it is for all.
        try (NDManager manager = model.getNDManager().newSubManager();
                Predictor<NDList, NDList> predictor = model.newPredictor(new NoopTranslator())) {
            NDList inputs = new NDList(
                    row(manager, "input_ids", encoding.getIds()),
                    row(manager, "attention_mask", encoding.getAttentionMask()),
                    row(manager, "token_type_ids", encoding.getTypeIds()));
            try (NDList outputs = predictor.predict(inputs)) {
                return pooled(outputs.getFirst().toFloatArray(), encoding.getAttentionMask());
            }
        } catch (TranslateException e) {
            throw new IllegalStateException(
                    "MiniLM failed on a text of %d tokens".formatted(encoding.getIds().length), e);
        }
    }

    @Override
    public void close() {
        tokenizer.close();
        model.close();
    }

    /** @param hidden (T, 384) row-major */
    private static Embedding pooled(float[] hidden, long[] attention) {
        double[] sum = new double[DIMENSIONS];
        for (int t = 0; t < attention.length; t++) {
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

    private static NDArray row(NDManager manager, String name, long[] values) {
        NDArray array = manager.create(values, new Shape(1, values.length)); // (1, T)
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
