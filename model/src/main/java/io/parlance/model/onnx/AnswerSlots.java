package io.parlance.model.onnx;

import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The answers that are computed at a time, one in each of the decoder's slots. Belongs to the engine's thread; only how many run
 * may be asked on any.
 */
final class AnswerSlots {
    private final Decoder decoder;
    private final int prefillChunk;
    private final EngineCounters counters;

    /** The answer in each slot, or null. */
    private final Answer[] slots;
    /** Which slot's prompt was read last, so that prompts take turns. */
    private int lastRead;

    private volatile int running;

    /** @param prefillChunk most tokens of a prompt read at a time */
    AnswerSlots(Decoder decoder, int prefillChunk, EngineCounters counters) {
        this.decoder = decoder;
        this.prefillChunk = prefillChunk;
        this.counters = counters;
        this.slots = new Answer[decoder.slots()];
    }

    int running() {
        return running;
    }

    /** Takes those that wait longest, as far as there is room. */
    void fill(Deque<Answer> waiting) {
        for (int slot = 0; slot < slots.length && !waiting.isEmpty(); slot++) {
            if (slots[slot] == null) {
                slots[slot] = waiting.remove();
                running++;
            }
        }
    }

    void dropCancelled() {
        for (int slot = 0; slot < slots.length; slot++) {
            if (slots[slot] != null && slots[slot].isCancelled()) {
                finish(slot, new Finish.Cancelled());
            }
        }
    }

    void cancelAll() {
        for (int slot = 0; slot < slots.length; slot++) {
            if (slots[slot] != null) {
                finish(slot, new Finish.Cancelled());
            }
        }
    }

    /** One chunk of one prompt; slots take turns. */
    void readPrompt() {
        for (int i = 1; i <= slots.length; i++) {
            int slot = (lastRead + i) % slots.length;
            if (slots[slot] != null && slots[slot].isReadingPrompt()) {
                lastRead = slot;
                readChunk(slot);
                return;
            }
        }
    }

    private void readChunk(int slot) {
        Answer answer = slots[slot];
        long start = System.nanoTime();
        float[] logits;
        try {
            var chunk = answer.nextChunk(prefillChunk);
            logits = decoder.append(slot, chunk);
            counters.promptTokens.add(chunk.size());
        } catch (RuntimeException failed) {
            finish(slot, new Finish.Failed(failed.getMessage()));
            return;
        } finally {
            counters.prefillNanos.add(System.nanoTime() - start);
        }
        if (!answer.isReadingPrompt()) {
            advance(slot, logits);
        }
    }

    void decodeAll() {
        List<Decoder.NextToken> next = new ArrayList<>();
        for (int slot = 0; slot < slots.length; slot++) {
            if (slots[slot] != null && !slots[slot].isReadingPrompt()) {
                next.add(new Decoder.NextToken(slot, slots[slot].lastToken()));
            }
        }
        if (next.isEmpty()) {
            return;
        }
        long start = System.nanoTime();
        float[][] logits;
        try {
            logits = decoder.decode(next);
        } catch (RuntimeException failed) {
            next.forEach(token -> finish(token.slot(), new Finish.Failed(failed.getMessage())));
            return;
        } finally {
            counters.decodeSteps.increment();
            counters.decodeNanos.add(System.nanoTime() - start);
        }
        for (int i = 0; i < next.size(); i++) {
            advance(next.get(i).slot(), logits[i]);
        }
    }

    private void advance(int slot, float[] logits) {
        counters.generatedTokens.increment();
        Optional<Finish> end;
        try {
            end = slots[slot].advance(logits);
        } catch (RuntimeException failed) {
            // The logits are no numbers, or the listener failed.
            end = Optional.of(new Finish.Failed(failed.toString()));
        }
        end.ifPresent(finish -> finish(slot, finish));
    }

    private void finish(int slot, Finish finish) {
        Answer answer = slots[slot];
        slots[slot] = null;
        running--;
        decoder.reset(slot);
        tell(answer, finish);
    }

    /** Ends an answer that is in no slot, or not any more. */
    void tell(Answer answer, Finish finish) {
        counters.count(finish);
        try {
            answer.finish(finish);
        } catch (RuntimeException deafListener) {
            // Nobody is left to hear of it, and the other answers must go on.
            System.getLogger(AnswerSlots.class.getName())
                    .log(System.Logger.Level.WARNING, "a generation listener failed", deafListener);
        }
    }
}
