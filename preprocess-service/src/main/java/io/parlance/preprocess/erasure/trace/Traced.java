package io.parlance.preprocess.erasure.trace;

import io.parlance.contracts.ErasureCompleted;
import java.util.List;

/**
 * What had been made of some examples.
 *
 * @param versions dataset versions, by dataset and then oldest first
 * @param runs training runs in the order they were asked for
 */
public record Traced(List<ErasureCompleted.Version> versions, List<ErasureCompleted.Run> runs) {
    public Traced {
        versions = List.copyOf(versions);
        runs = List.copyOf(runs);
    }
}
