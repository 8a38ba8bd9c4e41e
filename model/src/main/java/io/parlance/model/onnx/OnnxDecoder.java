package io.parlance.model.onnx;

import ai.onnxruntime.OrtException;
import io.parlance.model.artifact.ModelFormatException;
import io.parlance.model.text.TokenIds;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** The decoder on ONNX Runtime's CPU provider. */
public final class OnnxDecoder implements Decoder {
    /** Tokens that one run reads at most: attention's scratch grows with chunk times length. */
    private static final int CHUNK = 256;
    /** Rows of logits that one run gives at most. */
    private static final int LOGIT_ROWS = 64;

    private final FormFile form;
    private final DecoderOptions options;
    private final DecoderRun run;
    private final int[] lengths;
    /** One operation at a time; close waits for it, so no run ever sees a closed tensor. */
    private final ReentrantLock running = new ReentrantLock(true);

    private boolean closed;

    private OnnxDecoder(FormFile form, DecoderOptions options, DecoderRun run) {
        this.form = form;
        this.options = options;
        this.run = run;
        this.lengths = new int[options.slots()];
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
            DecoderRun run = new DecoderRun(
                    folder.resolve(FormFile.GRAPH),
                    form,
                    options,
                    Math.max(CHUNK, options.slots()),
                    Math.max(LOGIT_ROWS, options.slots()));
            decoder = new OnnxDecoder(form, options, run);
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
            requireTokens(tokens);
            float[] last = null;
            for (int from = 0; from < tokens.size(); from += CHUNK) {
                int to = Math.min(from + CHUNK, tokens.size());
                run.setWanted(0, to - from - 1);
                read(slot, tokens.slice(from, to), 1);
                last = run.logits(0);
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
            requireTokens(tokens);
            int end = positions.length();
            for (int from = 0; from < end; ) {
                int to = from;
                int[] wanted = new int[LOGIT_ROWS];
                int count = 0;
                while (to < end && to - from < CHUNK && count < LOGIT_ROWS) {
                    if (positions.get(to)) {
                        wanted[count] = to;
                        run.setWanted(count++, to - from);
                    }
                    to++;
                }
                if (count == 0) {
                    // A run gives at least one row; this one is not handed on.
                    run.setWanted(0, 0);
                }
                read(slot, tokens.slice(from, to), Math.max(count, 1));
                for (int row = 0; row < count; row++) {
                    reader.logits(wanted[row], run.logits(row));
                }
                from = to;
            }
        } finally {
            lengths[slot] = 0;
            running.unlock();
        }
    }

    /** One chunk into one slot; where logits are due is set already. */
    private void read(int slot, TokenIds chunk, int wanted) {
        for (int i = 0; i < chunk.size(); i++) {
            run.setToken(i, chunk.get(i));
        }
        int length = lengths[slot] + chunk.size();
        run.setLastPosition(0, length - 1);
        run.run(slot, 1, chunk.size(), wanted);
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
                run.setToken(row, 0);
                run.setLastPosition(row, Math.min(lengths[first + row], options.contextTokens() - 1));
            }
            for (int i = 0; i < next.size(); i++) {
                run.setToken(next.get(i).slot() - first, next.get(i).tokenId());
                run.setWanted(i, next.get(i).slot() - first);
            }
            run.run(first, count, 1, next.size());
            float[][] result = new float[next.size()][];
            for (int i = 0; i < result.length; i++) {
                result[i] = run.logits(i);
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

    private void requireTokens(TokenIds tokens) {
        for (int i = 0; i < tokens.size(); i++) {
            requireToken(tokens.get(i));
        }
    }

    private void requireToken(int id) {
        if (id < 0 || id >= form.vocabularySize()) {
            throw new IllegalArgumentException(
                    "token id is %d, expected 0 to %d".formatted(id, form.vocabularySize() - 1));
        }
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
                run.close();
            }
        } finally {
            running.unlock();
        }
    }
}
