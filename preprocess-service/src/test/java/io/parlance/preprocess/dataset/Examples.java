package io.parlance.preprocess.dataset;

import io.parlance.contracts.Embedding;
import io.parlance.contracts.ExamplePrepared;
import io.parlance.contracts.NonPreferred;
import io.parlance.contracts.Split;
import io.parlance.contracts.TokenIds;
import io.parlance.contracts.TokenSpan;
import io.parlance.contracts.Traits;
import io.parlance.contracts.Turn;
import java.util.List;

/** Prepared examples for tests. */
public final class Examples {
    public static final String SHA = "0123456789abcdef".repeat(4);

    private Examples() {}

    /** A question with its answer; four tokens, two of them trained on. */
    public static ExamplePrepared of(String id, String dataset, Split split, String question, String answer) {
        return with(id, dataset, split, question, answer, null, Traits.NONE, new Embedding(1, 0));
    }

    public static ExamplePrepared of(String id, Split split) {
        return of(id, "live", split, "What is " + id + "?", "It is " + id + ".");
    }

    public static ExamplePrepared with(
            String id,
            String dataset,
            Split split,
            String question,
            String answer,
            NonPreferred other,
            Traits traits,
            Embedding embedding) {
        return new ExamplePrepared(
                id,
                dataset,
                split,
                List.of(new Turn("user", question), new Turn("assistant", answer)),
                new TokenIds(1, 5, 6, 2),
                List.of(new TokenSpan(2, 4)),
                embedding,
                "tiny",
                SHA,
                SHA,
                SHA,
                List.of(),
                other,
                traits);
    }

    /** Known by its stratum. */
    public static ExamplePrepared inStratum(String id, Split split, String stratum) {
        return with(
                id,
                "live",
                split,
                "What is " + id + "?",
                "It is " + id + ".",
                null,
                new Traits(null, stratum, null, null, null, null, null, null, List.of()),
                new Embedding(1, 0));
    }
}
