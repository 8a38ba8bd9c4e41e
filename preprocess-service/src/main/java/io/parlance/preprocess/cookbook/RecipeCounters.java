package io.parlance.preprocess.cookbook;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.parlance.contracts.ConversationSubmitted;
import io.parlance.preprocess.recipe.Witness;
import io.parlance.preprocess.recipe.operation.Verdict;
import java.util.List;

/**
 * Counts what each operation of the recipe in use did, as {@code parlance_preprocess_operations}. What is done again
 * after an aborted transaction counts twice; the events on the topics are exact.
 */
final class RecipeCounters implements Witness {
    private final Counter[] in;
    private final Counter[] changed;
    private final Counter[] dropped;

    RecipeCounters(List<String> operations, MeterRegistry registry) {
        in = counters(operations, "in", registry);
        changed = counters(operations, "changed", registry);
        dropped = counters(operations, "dropped", registry);
    }

    @Override
    public void saw(int operation, ConversationSubmitted before, Verdict verdict) {
        in[operation].increment();
        switch (verdict) {
            case Verdict.Kept kept -> {
                if (kept.changed() > 0) {
                    changed[operation].increment();
                }
            }
            case Verdict.Dropped _ -> dropped[operation].increment();
        }
    }

    private static Counter[] counters(List<String> operations, String what, MeterRegistry registry) {
        Counter[] counters = new Counter[operations.size()];
        for (int i = 0; i < counters.length; i++) {
            counters[i] = Counter.builder("parlance.preprocess.operations")
                    .description("conversations that came to an operation of the recipe, were changed or dropped by it")
                    .tag("position", Integer.toString(i + 1))
                    .tag("operation", operations.get(i))
                    .tag("count", what)
                    .register(registry);
        }
        return counters;
    }
}
