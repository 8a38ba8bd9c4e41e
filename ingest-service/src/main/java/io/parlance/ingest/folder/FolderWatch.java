package io.parlance.ingest.folder;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.parlance.ingest.ConversationAnnouncements;
import io.parlance.ingest.IngestSettings;
import io.parlance.ingest.Submission;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.apache.kafka.common.errors.InterruptException;
import org.jboss.logging.Logger;

/** Watches the folder on a thread of its own, when one is set. */
@Singleton
class FolderWatch {
    private static final Logger LOG = Logger.getLogger(FolderWatch.class);

    private final IngestSettings settings;
    private final ConversationAnnouncements announcements;
    private final ObjectMapper json;
    private final Clock clock;
    private Thread thread;

    FolderWatch(IngestSettings settings, ConversationAnnouncements announcements, ObjectMapper json, Clock clock) {
        this.settings = settings;
        this.announcements = announcements;
        this.json = json;
        this.clock = clock;
    }

    void start(@Observes StartupEvent start) {
        settings.folder().path().ifPresent(path -> {
            LOG.infof("watching a folder path=%s", path.toAbsolutePath());
            thread = Thread.ofVirtual().name("folder-watch").start(() -> watch(path.toAbsolutePath()));
        });
    }

    void stop(@Observes ShutdownEvent stop) throws InterruptedException {
        if (thread != null) {
            thread.interrupt();
            thread.join(Duration.ofSeconds(5));
        }
    }

    private void watch(Path path) {
        FolderRound round = new FolderRound(new FolderShelves(path, json), announcements, settings, clock);
        try {
            while (true) {
                try {
                    round.look();
                } catch (IOException | Submission.NotAnnounced | RuntimeException e) {
                    if (e instanceof InterruptException) {
                        return;
                    }
                    LOG.errorf(e, "the folder is looked at again path=%s", path);
                }
                Thread.sleep(settings.folder().pollInterval());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
