package io.parlance.model.onnx;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The engine with one thread: in turn it gives free slots to waiting requests, reads one chunk of one prompt, and
 * advances every running answer by one token.
 */
public final class ContinuousBatching implements GenerationEngine {
    private final Decoder decoder;
    private final EngineOptions options;
    private final EngineCounters counters = new EngineCounters();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private final Thread thread;

    private final ReentrantLock door = new ReentrantLock();
    private final Condition news = door.newCondition();
    private final ArrayDeque<Answer> waiting = new ArrayDeque<>();
    private boolean draining;
    private boolean closing;
    private volatile int running;

    /** Belongs to the engine's thread: the answer in each slot, or null. */
    private final Answer[] slots;
    /** Which slot's prompt was read last, so that prompts take turns. */
    private int lastRead;

    private ContinuousBatching(Decoder decoder, EngineOptions options) {
        this.decoder = decoder;
        this.options = options;
        this.slots = new Answer[decoder.slots()];
        this.thread = Thread.ofPlatform().name("generation").daemon().unstarted(this::work);
    }

    /** Starts an engine on a decoder, which it owns from now on. */
    public static ContinuousBatching start(Decoder decoder, EngineOptions options) {
        ContinuousBatching engine = new ContinuousBatching(decoder, options);
        engine.thread.start();
        return engine;
    }

    @Override
    public Submission submit(GenerationRequest request, GenerationListener listener) {
        int promptTokens = request.prompt().size();
        for (int i = 0; i < promptTokens; i++) {
            requireKnown(i, request.prompt().get(i));
        }
        Optional<Submission> refusal = refusal(request);
        if (refusal.isPresent()) {
            counters.refused.increment();
            return refusal.get();
        }
        Answer answer = new Answer(request, listener);
        door.lock();
        try {
            if (draining || waiting.size() >= options.queueCapacity()) {
                counters.refused.increment();
                return draining ? new Submission.Draining() : new Submission.QueueFull(options.queueCapacity());
            }
            waiting.add(answer);
            counters.accepted.increment();
            news.signal();
            return new Submission.Accepted(answer);
        } finally {
            door.unlock();
        }
    }

    private void requireKnown(int at, int id) {
        if (id < 0 || id >= decoder.vocabularySize()) {
            throw new IllegalArgumentException(
                    "prompt token %d is %d, expected 0 to %d".formatted(at, id, decoder.vocabularySize() - 1));
        }
    }

    private Optional<Submission> refusal(GenerationRequest request) {
        int promptTokens = request.prompt().size();
        int maxTokens = request.stop().maxTokens();
        return (long) promptTokens + maxTokens > contextTokens()
                ? Optional.of(new Submission.ContextExceeded(promptTokens, maxTokens, contextTokens()))
                : Optional.empty();
    }

    @Override
    public int contextTokens() {
        return decoder.contextTokens();
    }

    @Override
    public CompletableFuture<Void> drain() {
        door.lock();
        try {
            draining = true;
            news.signal();
        } finally {
            door.unlock();
        }
        return drained.copy();
    }

    @Override
    public EngineMetrics metrics() {
        door.lock();
        try {
            return counters.read(waiting.size(), running);
        } finally {
            door.unlock();
        }
    }

    @Override
    public void close() {
        door.lock();
        try {
            draining = true;
            closing = true;
            news.signal();
        } finally {
            door.unlock();
        }
        boolean interrupted = false;
        while (thread != Thread.currentThread() && thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        try {
            while (takeIn()) {
                dropCancelled();
                readPrompt();
                decodeAll();
            }
        } finally {
            endAll();
            decoder.close();
            drained.complete(null);
        }
    }

    /** Waits for work and gives free slots to waiting requests. @return false when the engine is to end */
    private boolean takeIn() {
        door.lock();
        try {
            while (!closing && running == 0 && waiting.isEmpty()) {
                if (draining) {
                    drained.complete(null);
                }
                news.awaitUninterruptibly();
            }
            for (int slot = 0; slot < slots.length && !waiting.isEmpty(); slot++) {
                if (slots[slot] == null) {
                    slots[slot] = waiting.remove();
                    running++;
                }
            }
            return !closing;
        } finally {
            door.unlock();
        }
    }

    private void dropCancelled() {
        for (int slot = 0; slot < slots.length; slot++) {
            if (slots[slot] != null && slots[slot].isCancelled()) {
                finish(slot, new Finish.Cancelled());
            }
        }
        List<Answer> dropped = new ArrayList<>();
        door.lock();
        try {
            waiting.removeIf(answer -> answer.isCancelled() && dropped.add(answer));
        } finally {
            door.unlock();
        }
        dropped.forEach(answer -> tell(answer, new Finish.Cancelled()));
    }

    /** One chunk of one prompt; slots take turns. */
    private void readPrompt() {
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
            var chunk = answer.nextChunk(options.prefillChunk());
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

    private void decodeAll() {
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

    private void tell(Answer answer, Finish finish) {
        counters.count(finish);
        try {
            answer.finish(finish);
        } catch (RuntimeException deafListener) {
            // Nobody is left to hear of it, and the other answers must go on.
            System.getLogger(ContinuousBatching.class.getName())
                    .log(System.Logger.Level.WARNING, "a generation listener failed", deafListener);
        }
    }

    private void endAll() {
        for (int slot = 0; slot < slots.length; slot++) {
            if (slots[slot] != null) {
                finish(slot, new Finish.Cancelled());
            }
        }
        door.lock();
        List<Answer> dropped;
        try {
            draining = true;
            dropped = List.copyOf(waiting);
            waiting.clear();
        } finally {
            door.unlock();
        }
        dropped.forEach(answer -> tell(answer, new Finish.Cancelled()));
    }
}
