package io.parlance.preprocess.augmentation.translation;

import io.parlance.preprocess.augmentation.UnavailableException;
import java.util.List;

/** An engine that translates. For one thread at a time. */
public interface Translator extends AutoCloseable {
    /** The engine and what its words depend on, such as {@code openai gpt-4o-mini}; part of a child's identity. */
    String name();

    /** @throws UnavailableException when it can translate no text at the moment */
    Translation translate(String text, Language from, Language to);

    /** The same for many texts, in their order. */
    default List<Translation> translate(List<String> texts, Language from, Language to) {
        return texts.stream().map(text -> translate(text, from, to)).toList();
    }

    @Override
    void close();
}
