package io.parlance.model.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.parlance.model.artifact.ModelFormatException;
import io.parlance.model.text.TokenIds;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** The decoder on ONNX Runtime's CPU provider. */
public final class OnnxDecoder implements Decoder {
    /** Tokens that one run reads at most: attention's scratch grows with chunk times length. */
    private static final int CHUNK = 256;
    /** Rows of logits that one run gives at most. */
    private static final int LOGIT_ROWS = 64;

    private final FormFile form;
    private final DecoderOptions options;
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final KeyValueCache cache;
    private final int[] lengths;
    private final FloatBuffer logits;
    private final LongBuffer ids = direct(CHUNK * Long.BYTES).asLongBuffer();
    private final LongBuffer rows = direct(CHUNK * Long.BYTES).asLongBuffer();
    private final IntBuffer lastPositions;
    private final IntBuffer total = direct(Integer.BYTES).asIntBuffer();
    /** One operation at a time; close waits for it, so no run ever sees a closed tensor. */
    private final ReentrantLock running = new ReentrantLock(true);

    private boolean closed;

    private OnnxDecoder(Path folder, FormFile form, DecoderOptions options) throws OrtException {
        this.form = form;
        this.options = options;
        this.cache = new KeyValueCache(environment, form, options.slots(), options.contextTokens());
        this.lengths = new int[options.slots()];
        this.logits = direct(
                        Math.multiplyExact(Math.max(options.slots(), LOGIT_ROWS), form.vocabularySize() * Float.BYTES))
                .asFloatBuffer();
        this.lastPositions = direct(options.slots() * Integer.BYTES).asIntBuffer();
        try (OrtSession.SessionOptions settings = new OrtSession.SessionOptions()) {
            settings.setIntraOpNumThreads(options.threads());
            settings.setInterOpNumThreads(1);
            settings.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
            settings.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            // Spinning threads on a busy machine are slower than one thread.
            settings.addConfigEntry("session.intra_op.allow_spinning", "0");
            this.session =
                    environment.createSession(folder.resolve(FormFile.GRAPH).toString(), settings);
        }
    }

    /**
     * Opens a folder that {@link ServedFormWriter} wrote, and tries it: logits must be finite numbers.
     *
     * @throws ModelFormatException when a part is missing, truncated or not a model of ours
     * @throws IllegalArgumentException when the context asked for is longer than the model's positions
     */
    public static OnnxDecoder open(Path folder, DecoderOptions options) {
        FormFile form = FormFile.read(folder);
        if (options.contextTokens() > form.maxPositions()) {
            throw new IllegalArgumentException("%s: contextTokens is %d, but the model has %d positions"
                    .formatted(folder, options.contextTokens(), form.maxPositions()));
        }
        OnnxDecoder decoder;
        try {
            decoder = new OnnxDecoder(folder, form, options);
        } catch (OrtException refused) {
            throw new ModelFormatException(
                    "%s: ONNX Runtime cannot load it: %s. Export the model again."
                            .formatted(folder.resolve(FormFile.GRAPH), refused.getMessage()),
                    refused);
        }
        try {
            decoder.tryOut(folder);
        } catch (RuntimeException useless) {
            decoder.close();
            throw useless;
        }
        return decoder;
    }

    private void tryOut(Path folder) {
        int length = Math.min(4, options.contextTokens() - 1);
        int[] some = new int[length];
        for (int i = 0; i < length; i++) {
            some[i] = (i + 1) % form.vocabularySize();
        }
        float[] read = append(0, TokenIds.of(some));
        float[] decoded = decode(List.of(new NextToken(0, 0)))[0];
        reset(0);
        for (float[] row : List.of(read, decoded)) {
            for (float logit : row) {
                if (!Float.isFinite(logit)) {
                    throw new ModelFormatException(
                            "%s: the model's logits are not finite numbers; its weights are broken. Export the model again."
                                    .formatted(folder.resolve(FormFile.DATA)));
                }
            }
        }
    }

    private static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    @Override
    public int slots() {
        return options.slots();
    }

    @Override
    public int contextTokens() {
        return options.contextTokens();
    }

    @Override
    public int vocabularySize() {
        return form.vocabularySize();
    }

    /** The form the weights are in. */
    public ServedForm form() {
        return form.form();
    }

    @Override
    public int length(int slot) {
        running.lock();
        try {
            return lengths[slot];
        } finally {
            running.unlock();
        }
    }

    @Override
    public void reset(int slot) {
        running.lock();
        try {
            lengths[slot] = 0;
        } finally {
            running.unlock();
        }
    }

    @Override
    public float[] append(int slot, TokenIds tokens) {
        running.lock();
        try {
            requireOpen();
            requireRoom(slot, tokens.size());
            float[] last = null;
            for (int from = 0; from < tokens.size(); from += CHUNK) {
                int to = Math.min(from + CHUNK, tokens.size());
                rows.put(0, to - from - 1);
                read(slot, tokens.slice(from, to), 1);
                last = row(0);
            }
            return last;
        } finally {
            running.unlock();
        }
    }

    @Override
    public void logits(int slot, TokenIds tokens, BitSet positions, LogitsReader reader) {
        running.lock();
        try {
            requireOpen();
            lengths[slot] = 0;
            requireRoom(slot, tokens.size());
            if (positions.length() > tokens.size()) {
                throw new IllegalArgumentException(
                        "position %d of a text of %d tokens".formatted(positions.length() - 1, tokens.size()));
            }
            int end = positions.length();
            for (int from = 0; from < end; ) {
                int to = from;
                int count = 0;
                while (to < end && to - from < CHUNK && count < LOGIT_ROWS) {
                    if (positions.get(to)) {
                        rows.put(count++, to - from);
                    }
                    to++;
                }
                // A run gives at least one row; one that nobody asked for is not handed on.
                if (count == 0) {
                    rows.put(0, 0);
                }
                read(slot, tokens.slice(from, to), Math.max(count, 1));
                for (int row = 0; row < count; row++) {
                    reader.logits(from + (int) rows.get(row), row(row));
                }
                from = to;
            }
            lengths[slot] = 0;
        } finally {
            running.unlock();
        }
    }

    /** One chunk into one slot; the first {@code wanted} of {@code rows} say where logits are due. */
    private void read(int slot, TokenIds chunk, int wanted) {
        for (int i = 0; i < chunk.size(); i++) {
            ids.put(i, requireToken(chunk.get(i)));
        }
        int length = lengths[slot] + chunk.size();
        lastPositions.put(0, length - 1);
        run(slot, 1, chunk.size(), length, wanted);
        lengths[slot] = length;
    }

    @Override
    public float[][] decode(List<NextToken> next) {
        running.lock();
        try {
            requireOpen();
            if (next.isEmpty()) {
                return new float[0][];
            }
            requireDecodable(next);
            int first = next.stream().mapToInt(NextToken::slot).min().getAsInt();
            int count = next.stream().mapToInt(NextToken::slot).max().getAsInt() - first + 1;
            for (int row = 0; row < count; row++) {
                // A slot in between that pauses takes part too and writes after its last token, where the next one
                // will be written over it.
                ids.put(row, 0);
                lastPositions.put(row, Math.min(lengths[first + row], options.contextTokens() - 1));
            }
            int longest = 0;
            for (int i = 0; i < next.size(); i++) {
                NextToken token = next.get(i);
                ids.put(token.slot() - first, token.tokenId());
                rows.put(i, token.slot() - first);
            }
            for (int row = 0; row < count; row++) {
                longest = Math.max(longest, lastPositions.get(row) + 1);
            }
            run(first, count, 1, longest, next.size());
            float[][] result = new float[next.size()][];
            for (int i = 0; i < result.length; i++) {
                result[i] = row(i);
                lengths[next.get(i).slot()]++;
            }
            return result;
        } finally {
            running.unlock();
        }
    }

    private void requireDecodable(List<NextToken> next) {
        boolean[] named = new boolean[options.slots()];
        for (NextToken token : next) {
            requireRoom(token.slot(), 1);
            requireToken(token.tokenId());
            if (lengths[token.slot()] == 0 || named[token.slot()]) {
                throw new IllegalArgumentException("slot %d is %s, expected each slot once and with tokens in it"
                        .formatted(token.slot(), named[token.slot()] ? "named twice" : "empty"));
            }
            named[token.slot()] = true;
        }
    }

    /**
     * One run over {@code count} neighbouring slots; ids, lastPositions and rows are filled in.
     *
     * @param sequence new tokens per row
     * @param longest tokens in the longest row afterwards
     */
    private void run(int first, int count, int sequence, int longest, int wanted) {
        total.put(0, longest);
        try (OnnxTensor inputIds = tensor(ids, count, sequence);
                OnnxTensor lastPosition =
                        OnnxTensor.createTensor(environment, lastPositions.slice(0, count), new long[] {count});
                OnnxTensor totalLength = OnnxTensor.createTensor(environment, total, new long[] {1});
                OnnxTensor logitRows = tensor(rows, wanted);
                OnnxTensor out = OnnxTensor.createTensor(
                        environment,
                        logits.slice(0, wanted * form.vocabularySize()),
                        new long[] {wanted, form.vocabularySize()})) {
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

    private OnnxTensor tensor(LongBuffer values, long... shape) throws OrtException {
        int size = Math.toIntExact(Arrays.stream(shape).reduce(1, (a, b) -> a * b));
        return OnnxTensor.createTensor(environment, values.slice(0, size), shape);
    }

    private float[] row(int row) {
        float[] copy = new float[form.vocabularySize()];
        logits.get(row * copy.length, copy);
        return copy;
    }

    private int requireToken(int id) {
        if (id < 0 || id >= form.vocabularySize()) {
            throw new IllegalArgumentException(
                    "token id is %d, expected 0 to %d".formatted(id, form.vocabularySize() - 1));
        }
        return id;
    }

    private void requireRoom(int slot, int tokens) {
        if (tokens < 1) {
            throw new IllegalArgumentException("no tokens to read, expected at least one");
        }
        if (lengths[slot] + tokens > options.contextTokens()) {
            throw new IllegalArgumentException(
                    "slot %d holds %d tokens and is to take %d more, but the context holds %d"
                            .formatted(slot, lengths[slot], tokens, options.contextTokens()));
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the decoder is closed");
        }
    }

    @Override
    public void close() {
        running.lock();
        try {
            if (!closed) {
                closed = true;
                cache.close();
                session.close();
            }
        } catch (OrtException failed) {
            throw new IllegalStateException("the decoder cannot be closed: " + failed.getMessage(), failed);
        } finally {
            running.unlock();
        }
    }
}
