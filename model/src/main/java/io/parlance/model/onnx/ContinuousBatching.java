package io.parlance.model.onnx;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The engine with one thread: requests come in at its door and wait; in turn the thread gives them free slots, reads one chunk of
 * one prompt, and advances every running answer by one token.
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

    /** Belongs to the engine's thread. */
    private final AnswerSlots slots;

    private ContinuousBatching(Decoder decoder, EngineOptions options) {
        this.decoder = decoder;
        this.options = options;
        this.slots = new AnswerSlots(decoder, options.prefillChunk(), counters);
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
            return counters.read(waiting.size(), slots.running());
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
                slots.readPrompt();
                slots.decodeAll();
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
            while (!closing && slots.running() == 0 && waiting.isEmpty()) {
                if (draining) {
                    drained.complete(null);
                }
                news.awaitUninterruptibly();
            }
            slots.fill(waiting);
            return !closing;
        } finally {
            door.unlock();
        }
    }

    private void dropCancelled() {
        slots.dropCancelled();
        List<Answer> dropped = new ArrayList<>();
        door.lock();
        try {
            waiting.removeIf(answer -> answer.isCancelled() && dropped.add(answer));
        } finally {
            door.unlock();
        }
        dropped.forEach(answer -> slots.tell(answer, new Finish.Cancelled()));
    }

    private void endAll() {
        slots.cancelAll();
        door.lock();
        List<Answer> dropped;
        try {
            draining = true;
            dropped = List.copyOf(waiting);
            waiting.clear();
        } finally {
            door.unlock();
        }
        dropped.forEach(answer -> slots.tell(answer, new Finish.Cancelled()));
    }
}
