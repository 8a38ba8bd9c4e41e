package io.parlance.ingest.file;

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
        this.news = new FileNews(kafka, catalog, this::resume);
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
     * First what was made of the file, then its bytes, then the file itself: whatever step fails, the deletion can be
     * asked for again.
     */
    void delete(FileUploaded file) throws IOException, InterruptedException, Submission.NotAnnounced {
        work.stop(file.id());
        Optional<Path> bytes = stored.find(file.id());
        if (bytes.isPresent() && file.purpose().equals(Purpose.FINE_TUNE)) {
            work.forget(bytes.get(), file);
        }
        stored.remove(file.id());
        announcements.deleted(file.id());
        LOG.infof("file deleted file=%s", file.id());
    }
}
