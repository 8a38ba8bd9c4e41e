package io.parlance.trainer.base;

import io.parlance.contracts.BaseModelImported;
import io.parlance.contracts.Topics;
import io.parlance.trainer.journal.EventFormat;
import io.parlance.trainer.journal.Journal;
import io.parlance.trainer.journal.Readers;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/** Base models on {@code models.imported.v1}: the newest record names the one in use. */
final class BaseAnnouncements {
    private static final Logger LOG = Logger.getLogger(BaseAnnouncements.class);

    private final Journal journal;
    private final Readers readers;
    private final Clock clock;

    BaseAnnouncements(Journal journal, Readers readers, Clock clock) {
        this.journal = journal;
        this.readers = readers;
        this.clock = clock;
    }

    /** The base in use by what Kafka says. */
    Optional<BaseModelImported> newest() {
        AtomicReference<BaseModelImported> newest = new AtomicReference<>();
        readers.readAll(Topics.MODELS_IMPORTED, message -> {
            if (message.value() != null) {
                try {
                    newest.set(EventFormat.read(message.value(), BaseModelImported.class));
                } catch (IOException e) {
                    LOG.errorf(
                            "base model event cannot be read, it is passed over offset=%d reason=%s",
                            message.offset(), e.getMessage());
                }
            }
        });
        return Optional.ofNullable(newest.get());
    }

    void announce(BaseModelImported base, Duration patience) {
        Instant at = clock.instant();
        // The same model can come into use again after another one, which is news: hence the time in the id.
        String id = "%s/%s/%d".formatted(base.topic(), base.model().id(), at.toEpochMilli());
        journal.write(List.of(EventFormat.entry(base, id, at)), patience);
    }
}
