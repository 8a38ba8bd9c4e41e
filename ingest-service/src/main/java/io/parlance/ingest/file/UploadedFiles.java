package io.parlance.ingest.file;

import io.parlance.contracts.ErasureRequested;
import io.parlance.contracts.FileUploaded;
import io.parlance.ingest.ConversationAnnouncements;
import io.parlance.ingest.EventWriter;
import io.parlance.ingest.IngestSettings;
import io.parlance.ingest.Submission;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/** The uploaded files: taken in, listed, submitted, deleted. */
@Singleton
class UploadedFiles {
    private static final Logger LOG = Logger.getLogger(UploadedFiles.class);
    private static final Duration LEFT_BEHIND = Duration.ofDays(1);

    private final Clock clock;
    private final RandomGenerator random = new SecureRandom();
    private final FileCatalog catalog = new FileCatalog();
    private final StoredFiles stored;
    private final UploadReader uploads;
    private final FileAnnouncements announcements;
    private final FileWork work;
    private final FileErasures erasures;
    private final FileNews news;

    UploadedFiles(
            IngestSettings settings,
            EventWriter events,
            ConversationAnnouncements conversations,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            Clock clock) {
        this.clock = clock;
        this.stored = new StoredFiles(settings.filesDir().toAbsolutePath(), settings.maxFileBytes());
        this.uploads = new UploadReader(stored, settings.maxFileBytes());
        this.announcements = new FileAnnouncements(events, catalog);
        this.work =
                new FileWork(stored, conversations, announcements, settings.maxRecordBytes(), settings.maxInFlight());
        this.erasures = new FileErasures(stored, catalog, announcements, work);
        this.news = new FileNews(kafka, catalog, erasures, this::resume);
    }

    void start(@Observes StartupEvent start) {
        news.follow();
    }

    void stop(@Observes ShutdownEvent stop) {
        work.close();
        news.close();
    }

    /** What an earlier process has not brought to its end. */
    private void resume() {
        catalog.files().stream()
                .filter(file -> stored.find(file.id()).isPresent())
                .filter(file -> file.erasure() == null && !erasures.concern(file.id()))
                .forEach(work::start);
        try {
            stored.sweep(id -> catalog.find(id).isPresent(), clock.instant().minus(LEFT_BEHIND));
        } catch (IOException e) {
            LOG.warnf("what broken uploads left behind is not removed cause=\"%s\"", e.getMessage());
        }
    }

    /** Whether all files are known; before that no answer would be true. */
    boolean isReady() {
        return news.isComplete();
    }

    Upload receive(InputStream body, String contentType) throws IOException, StoredFiles.NotStored {
        return uploads.read(body, contentType);
    }

    /** Keeps an upload under an id, and begins to submit what it holds. */
    FileUploaded keep(Upload.Received upload)
            throws StoredFiles.NotStored, InterruptedException, Submission.NotAnnounced {
        Instant now = clock.instant();
        String id = FileId.of(now, random);
        boolean read = upload.purpose().equals(Purpose.FINE_TUNE);
        FileUploaded file = new FileUploaded(
                id,
                upload.filename(),
                upload.purpose(),
                upload.bytes().bytes(),
                upload.bytes().sha256(),
                now.getEpochSecond(),
                read ? FileUploaded.Status.UPLOADED : FileUploaded.Status.PROCESSED,
                null,
                null,
                0,
                0);
        stored.keep(upload.bytes(), id);
        announcements.tell(file);
        LOG.infof("file uploaded file=%s purpose=%s bytes=%d", id, file.purpose(), file.bytes());
        work.start(file);
        return file;
    }

    List<FileUploaded> oldestFirst() {
        return catalog.files();
    }

    Optional<FileUploaded> find(String id) {
        return catalog.find(id);
    }

    /** Empty when this instance's folder does not have them. */
    Optional<Path> bytes(FileUploaded file) {
        return stored.find(file.id());
    }

    /**
     * First the wish that all that was made of the file be gone, then its bytes, then the file itself: whatever step fails, the
     * deletion can be asked for again.
     *
     * @return the erasure of its conversations; empty when it has none, for it was not uploaded to train on
     */
    Optional<String> delete(FileUploaded file) throws IOException, InterruptedException, Submission.NotAnnounced {
        work.stop(file.id());
        Optional<String> erasure = Optional.empty();
        if (file.purpose().equals(Purpose.FINE_TUNE)) {
            String id = FileId.erasureOf(file.id());
            announcements.erase(new ErasureRequested(
                    id,
                    ErasureRequested.Scope.DATASET,
                    null,
                    file.id(),
                    null,
                    clock.instant().getEpochSecond()));
            erasure = Optional.of(id);
        }
        stored.remove(file.id());
        announcements.deleted(file.id());
        LOG.infof("file deleted file=%s erasure=%s", file.id(), erasure.orElse(null));
        return erasure;
    }
}
