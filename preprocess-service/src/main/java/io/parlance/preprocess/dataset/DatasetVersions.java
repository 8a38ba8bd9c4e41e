package io.parlance.preprocess.dataset;

import io.parlance.contracts.DatasetManifest.SplitFigures;
import io.parlance.contracts.DatasetVersioned;
import io.parlance.contracts.DatasetWindow;
import io.parlance.contracts.ExamplePrepared;
import io.parlance.contracts.Split;
import io.parlance.preprocess.dataset.manifest.DigestSet;
import io.parlance.preprocess.dataset.manifest.ExampleContent;
import io.parlance.preprocess.dataset.manifest.ExportLines;
import io.parlance.preprocess.dataset.manifest.ManifestCounting;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** Fixes datasets as versions, and reads versions again. */
public final class DatasetVersions {
    private final DatasetWindows windows;
    private final VersionLog versions;
    private final Shares shares;
    private final Clock clock;
    private final ReentrantLock oneAtATime = new ReentrantLock();

    /** What the split aims at. */
    record Shares(double train, double validation, double test) {}

    DatasetVersions(DatasetWindows windows, VersionLog versions, Shares shares, Clock clock) {
        this.windows = windows;
        this.versions = versions;
        this.shares = shares;
        this.clock = clock;
    }

    /** What became of the wish to fix a dataset. */
    sealed interface Fixed {
        /** Nothing like it was there. */
        record New(DatasetVersioned version) implements Fixed {}

        /** The same content was fixed before; that version stands. */
        record Known(DatasetVersioned version) implements Fixed {}

        /** The dataset has no example yet. */
        record Empty(String dataset) implements Fixed {}
    }

    /** What people may say of a version; each may be null. */
    record Words(String description, String license, String creator) {}

    /** Fixes what the dataset holds now. */
    Fixed fix(String dataset, Words words) {
        oneAtATime.lock();
        try {
            DatasetWindow window = windows.prepared(dataset);
            DatasetWindow dropped = windows.dropped(dataset);
            ManifestCounting counting = new ManifestCounting();
            windows.read(window, new DatasetWindows.Examples() {
                @Override
                public void example(ExamplePrepared example, int partition, long offset) {
                    counting.add(example);
                }

                @Override
                public void unreadable(int partition, long offset) {
                    counting.addUnreadable();
                }
            });
            windows.readDropped(dropped, drop -> counting.addDropped(RecordJson.nameOf(drop.reason())));
            ManifestCounting.Counted counted = counting.counted(shares.train(), shares.validation(), shares.test());
            if (counted.manifest().examples() == 0) {
                return new Fixed.Empty(dataset);
            }
            Optional<DatasetVersioned> known = find(dataset, DatasetVersioned.idOf(counted.digest()));
            if (known.isPresent()) {
                return new Fixed.Known(known.get());
            }
            DatasetVersioned version = new DatasetVersioned(
                    DatasetVersioned.idOf(counted.digest()),
                    dataset,
                    words.description(),
                    words.license(),
                    words.creator(),
                    clock.instant().getEpochSecond(),
                    window,
                    dropped,
                    counted.digest(),
                    counted.manifest());
            versions.add(version);
            return new Fixed.New(version);
        } finally {
            oneAtATime.unlock();
        }
    }

    /** Oldest first. @throws LogUnavailable when they cannot be read */
    public List<DatasetVersioned> of(String dataset) {
        return versions.of(dataset);
    }

    Optional<DatasetVersioned> find(String dataset, String id) {
        return versions.find(dataset, id);
    }

    /**
     * How a version's window reads now.
     *
     * @param digestNow equal to the version's when nothing is missing, added or changed
     * @param examplesNow by split
     */
    record Verification(String digestNow, Map<Split, Long> examplesNow, long unreadable) {
        boolean matches(DatasetVersioned version) {
            return version.digest().equals(digestNow);
        }

        /** Examples of a split that the version had and that are erased. */
        long missing(DatasetVersioned version, SplitFigures then) {
            return matches(version) ? 0 : Math.max(0, then.examples() - examplesNow(then));
        }

        /** Examples of a split that are in the window and were not. */
        long added(DatasetVersioned version, SplitFigures then) {
            return matches(version) ? 0 : Math.max(0, examplesNow(then) - then.examples());
        }

        long examplesNow(SplitFigures then) {
            return examplesNow.getOrDefault(then.split(), 0L);
        }
    }

    /** Reads the version's window again. */
    Verification verify(DatasetVersioned version) {
        DigestSet digests = new DigestSet();
        Map<Split, Long> bySplit = new EnumMap<>(Split.class);
        long[] unreadable = new long[1];
        read(version, new DatasetWindows.Examples() {
            @Override
            public void example(ExamplePrepared example, int partition, long offset) {
                digests.add(ExampleContent.digest(example));
                bySplit.merge(example.split(), 1L, Long::sum);
            }

            @Override
            public void unreadable(int partition, long offset) {
                unreadable[0]++;
            }
        });
        return new Verification(digests.result().digest(), bySplit, unreadable[0]);
    }

    /** Writes a version's examples as lines, one by one. @param split all of them when null */
    void export(DatasetVersioned version, Split split, ExportLines form, OutputStream out) {
        read(version, (example, partition, offset) -> {
            if (split == null || example.split() == split) {
                form.line(example).ifPresent(line -> write(line, out));
            }
        });
    }

    /** All that is left of a version, wherever it lies: an erasure of others may have had some of it written again. */
    private void read(DatasetVersioned version, DatasetWindows.Examples each) {
        long[] found = new long[1];
        windows.read(version.window(), new DatasetWindows.Examples() {
            @Override
            public void example(ExamplePrepared example, int partition, long offset) {
                found[0]++;
                each.example(example, partition, offset);
            }

            @Override
            public void unreadable(int partition, long offset) {
                each.unreadable(partition, offset);
            }
        });
        if (found[0] < version.manifest().examples()) {
            windows.readKept(version.window(), each);
        }
    }

    private static void write(byte[] line, OutputStream out) {
        try {
            out.write(line);
        } catch (IOException e) {
            throw new UncheckedIOException("whoever asked for the export has gone", e);
        }
    }
}
