package io.parlance.model.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The graph of {@link LlamaGraph} in ONNX Runtime with the buffers of its inputs and outputs: fill in, run, read out.
 * Knows nothing of what the slots hold. For one thread at a time.
 */
final class DecoderRun implements AutoCloseable {
    private final int vocabularySize;
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final KeyValueCache cache;
    private final OrtSession session;
    private final LongBuffer ids;
    private final LongBuffer rows;
    private final IntBuffer lastPositions;
    private final IntBuffer total = direct(Integer.BYTES).asIntBuffer();
    private final FloatBuffer logits;

    /**
     * @param tokens that one run reads at most
     * @param logitRows that one run gives at most
     */
    DecoderRun(Path graph, FormFile form, DecoderOptions options, int tokens, int logitRows) throws OrtException {
        this.vocabularySize = form.vocabularySize();
        this.cache = new KeyValueCache(environment, form, options.slots(), options.contextTokens());
        this.ids = direct(tokens * Long.BYTES).asLongBuffer();
        this.rows = direct(logitRows * Long.BYTES).asLongBuffer();
        this.lastPositions = direct(options.slots() * Integer.BYTES).asIntBuffer();
        this.logits = direct(Math.multiplyExact(logitRows, vocabularySize * Float.BYTES))
                .asFloatBuffer();
        try (OrtSession.SessionOptions settings = new OrtSession.SessionOptions()) {
            settings.setIntraOpNumThreads(options.threads());
            settings.setInterOpNumThreads(1);
            settings.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
            settings.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            // Spinning threads on a busy machine are slower than one thread.
            settings.addConfigEntry("session.intra_op.allow_spinning", "0");
            this.session = environment.createSession(graph.toString(), settings);
        }
    }

    private static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    /** @param index of all new tokens, row after row */
    void setToken(int index, int id) {
        ids.put(index, id);
    }

    /** @param position of the row's last new token in its slot */
    void setLastPosition(int row, int position) {
        lastPositions.put(row, position);
    }

    /** @param token after which the logits are due, an index of all new tokens */
    void setWanted(int index, int token) {
        rows.put(index, token);
    }

    /**
     * Runs {@code count} neighbouring slots from {@code first} on.
     *
     * @param sequence new tokens per slot
     * @param wanted rows of logits
     */
    void run(int first, int count, int sequence, int wanted) {
        int longest = 0;
        for (int row = 0; row < count; row++) {
            longest = Math.max(longest, lastPositions.get(row) + 1);
        }
        total.put(0, longest);
        try (OnnxTensor inputIds = OnnxTensor.createTensor(
                        environment, ids.slice(0, count * sequence), new long[] {count, sequence});
                OnnxTensor lastPosition =
                        OnnxTensor.createTensor(environment, lastPositions.slice(0, count), new long[] {count});
                OnnxTensor totalLength = OnnxTensor.createTensor(environment, total, new long[] {1});
                OnnxTensor logitRows =
                        OnnxTensor.createTensor(environment, rows.slice(0, wanted), new long[] {wanted});
                OnnxTensor out = OnnxTensor.createTensor(
                        environment, logits.slice(0, wanted * vocabularySize), new long[] {wanted, vocabularySize})) {
            KeyValueCache.View view = cache.view(first, count);
            Map<String, OnnxTensor> inputs = new HashMap<>(view.past());
            inputs.put("input_ids", inputIds);
            inputs.put("seqlens_k", lastPosition);
            inputs.put("total_sequence_length", totalLength);
            inputs.put("logit_rows", logitRows);
            Map<String, OnnxTensor> outputs = new HashMap<>(view.present());
            outputs.put("logits", out);
            session.run(inputs, outputs).close();
        } catch (OrtException failed) {
            throw new IllegalStateException("the decoder's run failed: " + failed.getMessage(), failed);
        }
    }

    /** A copy of a row of the last run's logits. */
    float[] logits(int row) {
        float[] copy = new float[vocabularySize];
        logits.get(row * vocabularySize, copy);
        return copy;
    }

    @Override
    public void close() {
        cache.close();
        try {
            session.close();
        } catch (OrtException failed) {
            throw new IllegalStateException("the decoder cannot be closed: " + failed.getMessage(), failed);
        }
    }
}
