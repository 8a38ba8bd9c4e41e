package io.parlance.preprocess.dataset;

import io.parlance.contracts.DatasetVersioned;
import java.util.ArrayList;
import java.util.List;

/** Versions in a list. */
final class MemoryVersions implements VersionLog {
    final List<DatasetVersioned> all = new ArrayList<>();

    @Override
    public List<DatasetVersioned> of(String dataset) {
        return all.stream().filter(v -> v.dataset().equals(dataset)).toList();
    }

    @Override
    public void add(DatasetVersioned version) {
        all.add(version);
    }
}
