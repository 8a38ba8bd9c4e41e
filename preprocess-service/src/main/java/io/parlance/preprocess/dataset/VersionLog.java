package io.parlance.preprocess.dataset;

import io.parlance.contracts.DatasetVersioned;
import java.util.List;
import java.util.Optional;

/** All dataset versions there are. */
interface VersionLog {
    /** Of one dataset, oldest first. @throws LogUnavailable when they cannot be read */
    List<DatasetVersioned> of(String dataset);

    /** @throws LogUnavailable when it cannot be read */
    default Optional<DatasetVersioned> find(String dataset, String id) {
        return of(dataset).stream().filter(v -> v.id().equals(id)).findFirst();
    }

    /** Adds one, and returns when it is kept. @throws LogUnavailable when that is not certain */
    void add(DatasetVersioned version);
}
