package io.parlance.preprocess.augmentation.work;

import io.parlance.contracts.Embedding;
import io.parlance.preprocess.embedding.MiniLm;
import io.parlance.preprocess.example.SentenceEmbedder;

/** MiniLM, opened at the first text: it holds 91 MB that a service without augmentation can do without. */
final class LateMiniLm implements SentenceEmbedder, AutoCloseable {
    private MiniLm opened;

    @Override
    public Embedding embed(String text) {
        return opened().embed(text);
    }

    private synchronized MiniLm opened() {
        if (opened == null) {
            opened = MiniLm.open();
        }
        return opened;
    }

    @Override
    public synchronized void close() {
        if (opened != null) {
            opened.close();
        }
    }
}
