package io.parlance.preprocess.example;

import io.parlance.contracts.Embedding;

/** Turns a text into a vector of unit length. Safe for use by many threads. */
@FunctionalInterface
public interface SentenceEmbedder {
    Embedding embed(String text);
}
