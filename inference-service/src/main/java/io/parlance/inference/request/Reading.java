package io.parlance.inference.request;

import java.util.function.Supplier;

/** What a body turned out to be. */
public sealed interface Reading<T> {
    record Understood<T>(T request) implements Reading<T> {}

    record Refused<T>(Refusal refusal) implements Reading<T> {}

    /** Runs a reader that leaves by {@link InvalidParameter}. */
    static <T> Reading<T> of(Supplier<T> reader) {
        try {
            return new Understood<>(reader.get());
        } catch (InvalidParameter invalid) {
            return new Refused<>(invalid.refusal());
        }
    }
}
