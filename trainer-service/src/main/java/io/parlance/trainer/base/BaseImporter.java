package io.parlance.trainer.base;

import io.parlance.contracts.BaseModelImported;
import io.parlance.model.artifact.ArtifactException;
import io.parlance.model.artifact.ModelFormatException;
import io.parlance.model.memory.NativeMemory;
import io.parlance.trainer.journal.JournalException;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Sees to it that there is a base model: imports it once at the start, tries again while that fails, and knows how far it
 * is.
 */
public final class BaseImporter {
    private static final Logger LOG = Logger.getLogger(BaseImporter.class);
    private static final Duration KAFKA_PATIENCE = Duration.ofMinutes(1);

    private final BaseReference wanted;
    private final BaseModelImport importing;
    private final BaseAnnouncements announcements;
    private final Duration pause;
    private volatile BaseStatus status = new BaseStatus.Importing("waiting for Kafka");

    /** @param pause between two tries */
    BaseImporter(BaseReference wanted, BaseModelImport importing, BaseAnnouncements announcements, Duration pause) {
        this.wanted = wanted;
        this.importing = importing;
        this.announcements = announcements;
        this.pause = pause;
    }

    public BaseStatus status() {
        return status;
    }

    public Optional<BaseModelImported> base() {
        return status instanceof BaseStatus.Ready ready ? Optional.of(ready.base()) : Optional.empty();
    }

    /** Returns when the base model is there, or the thread is interrupted. */
    public void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                BaseModelImported base = once();
                LOG.infof(
                        "base model ready model=%s reference=%s parameters=%d artifact=%s",
                        base.model().id(),
                        base.reference(),
                        base.parameters(),
                        base.model().artifact().uri());
                status = new BaseStatus.Ready(base);
                NativeMemory.giveBack();
                return;
            } catch (BaseModelException | ModelFormatException | ArtifactException | JournalException e) {
                failed(e.getMessage());
            } catch (RuntimeException e) {
                LOG.error("base model import failed unexpectedly", e);
                failed("the import failed unexpectedly (%s); the trainer's log holds the details".formatted(e));
            }
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void failed(String why) {
        LOG.errorf("base model not imported, trying again in=%ds reason=%s", pause.toSeconds(), why);
        status = new BaseStatus.Failed(why);
    }

    private BaseModelImported once() {
        Optional<BaseModelImported> inUse = announcements.newest();
        BaseModelImported base = importing.obtain(wanted, inUse, what -> status = new BaseStatus.Importing(what));
        if (inUse.filter(base::equals).isEmpty()) {
            announcements.announce(base, KAFKA_PATIENCE);
        }
        return base;
    }
}
