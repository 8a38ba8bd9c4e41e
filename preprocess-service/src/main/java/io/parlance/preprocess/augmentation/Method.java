package io.parlance.preprocess.augmentation;

import java.util.List;

/** A way to say texts in other words. Safe for one thread at a time. */
public interface Method extends AutoCloseable {
    /** By which settings and requests call it, such as {@code word-swap}. */
    String name();

    /** Counts up when the same text and seed would give another result. */
    int version();

    /** Its parameters, such as {@code share=0.1}: with another value a parent gets another child. */
    String parameters();

    /**
     * Each text in other words, in the same order.
     *
     * @param seed the same one gives the same words, if the method draws lots at all
     * @throws UnavailableException when it can work on no text at the moment
     */
    List<Rewording> reword(List<String> texts, long seed);

    /** As children name it, such as {@code word-swap@1}. */
    default String versioned() {
        return name() + "@" + version();
    }

    @Override
    default void close() {}
}
