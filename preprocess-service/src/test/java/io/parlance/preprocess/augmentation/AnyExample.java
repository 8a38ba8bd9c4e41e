package io.parlance.preprocess.augmentation;

import io.parlance.contracts.Embedding;
import io.parlance.contracts.ExamplePrepared;
import io.parlance.contracts.Parent;
import io.parlance.contracts.Split;
import io.parlance.contracts.TokenIds;
import io.parlance.contracts.TokenSpan;
import io.parlance.contracts.Traits;
import io.parlance.contracts.Turn;
import java.util.List;
import java.util.Map;

/** Prepared examples of which only what a test is about need be said. */
public final class AnyExample {
    private static final String DIGEST = "0".repeat(64);

    private AnyExample() {}

    public static ExamplePrepared of(String id, Turn... messages) {
        return of(id, "live", Split.TRAIN, Traits.NONE, List.of(messages));
    }

    public static ExamplePrepared of(String id, String dataset, Split split, Traits traits, List<Turn> messages) {
        return new ExamplePrepared(
                id,
                dataset,
                split,
                messages,
                new TokenIds(1, 2, 3),
                List.of(new TokenSpan(1, 3)),
                new Embedding(1, 0),
                "tiny",
                DIGEST,
                DIGEST,
                DIGEST,
                List.of(Map.of("type", "function")),
                null,
                traits);
    }

    public static Traits traits(String label, String subject, Parent parent, Integer part) {
        return new Traits(label, null, null, null, parent, subject, part, part, List.of());
    }
}
