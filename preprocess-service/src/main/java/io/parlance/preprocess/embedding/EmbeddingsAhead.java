package io.parlance.preprocess.embedding;

import io.parlance.contracts.Embedding;
import io.parlance.preprocess.example.SentenceEmbedder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * Computes embeddings in batches before they are asked for. Whoever sees texts coming tells it; whoever asks waits for
 * his text's batch, or, where nothing was told, has it computed at once. An embedding depends on its text alone, so
 * nothing is lost when this forgets, and nothing differs.
 */
public final class EmbeddingsAhead implements SentenceEmbedder, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(EmbeddingsAhead.class.getName());

    /** Texts looked at together: more fill batches better, fewer make the first of them wait less. */
    private static final int WINDOW = 64;

    private static final int MOST_AHEAD = 4_096;

    private final Function<List<String>, List<Embedding>> batches;
    private final ExecutorService workers;
    private final LinkedHashMap<String, CompletableFuture<Embedding>> ahead = new LinkedHashMap<>();

    /**
     * @param batches embeds texts together, in their order; for several threads at once
     * @param threads that compute ahead
     */
    public EmbeddingsAhead(Function<List<String>, List<Embedding>> batches, int threads) {
        this.batches = batches;
        this.workers = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().name("embeddings-", 0).daemon().factory());
    }

    /** These will be asked for, probably, in this order. Returns at once. */
    public void tell(List<String> texts) {
        for (int from = 0; from < texts.size(); from += WINDOW) {
            List<String> window = new ArrayList<>();
            List<CompletableFuture<Embedding>> futures = new ArrayList<>();
            for (String text : texts.subList(from, Math.min(texts.size(), from + WINDOW))) {
                CompletableFuture<Embedding> future = new CompletableFuture<>();
                if (noted(text, future)) {
                    window.add(text);
                    futures.add(future);
                }
            }
            if (!window.isEmpty()) {
                workers.execute(new Window(window, futures));
            }
        }
    }

    private boolean noted(String text, CompletableFuture<Embedding> future) {
        synchronized (ahead) {
            if (ahead.putIfAbsent(text, future) != null) {
                return false;
            }
            if (ahead.size() > MOST_AHEAD) {
                // Told long ago and never asked for: a conversation that was known already, or one that moved away.
                ahead.pollFirstEntry().getValue().cancel(false);
            }
            return true;
        }
    }

    /** Texts that are embedded together, each with the promise of its embedding. */
    private final class Window implements Runnable {
        private final List<String> texts;
        private final List<CompletableFuture<Embedding>> promises;

        Window(List<String> texts, List<CompletableFuture<Embedding>> promises) {
            this.texts = texts;
            this.promises = promises;
        }

        @Override
        public void run() {
            List<String> wanted = new ArrayList<>();
            List<CompletableFuture<Embedding>> waiting = new ArrayList<>();
            for (int i = 0; i < texts.size(); i++) {
                if (!promises.get(i).isDone()) {
                    wanted.add(texts.get(i));
                    waiting.add(promises.get(i));
                }
            }
            if (wanted.isEmpty()) {
                return;
            }
            try {
                List<Embedding> embeddings = batches.apply(wanted);
                for (int i = 0; i < embeddings.size(); i++) {
                    waiting.get(i).complete(embeddings.get(i));
                }
            } catch (RuntimeException | Error failure) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "a batch of %d texts could not be embedded, each is tried by itself".formatted(wanted.size()),
                        failure);
                waiting.forEach(promise -> promise.completeExceptionally(failure));
            }
        }

        /** Nobody may wait for a window that is never worked on. */
        void abandon() {
            promises.forEach(promise -> promise.cancel(false));
        }
    }

    @Override
    public Embedding embed(String text) {
        CompletableFuture<Embedding> future;
        synchronized (ahead) {
            future = ahead.remove(text);
        }
        if (future == null) {
            return batches.apply(List.of(text)).getFirst();
        }
        try {
            return future.join();
        } catch (CancellationException | CompletionException failed) {
            return batches.apply(List.of(text)).getFirst(); // on its own, so that no other text is to blame
        }
    }

    @Override
    public void close() {
        workers.shutdownNow().forEach(unworked -> ((Window) unworked).abandon());
    }
}
