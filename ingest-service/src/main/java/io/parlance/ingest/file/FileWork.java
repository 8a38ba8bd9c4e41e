package io.parlance.ingest.file;

import io.parlance.contracts.FileUploaded;
import io.parlance.ingest.ConversationAnnouncements;
import io.parlance.ingest.Origin;
import io.parlance.ingest.Receipt;
import io.parlance.ingest.Submission;
import io.parlance.ingest.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jboss.logging.Logger;

/**
 * Submits the conversations of uploaded files, some files at a time, each on a thread of its own. What a crash
 * interrupts is done again from the file's beginning: the records are the same ones, so nothing is added by it.
 */
final class FileWork {
    private static final Logger LOG = Logger.getLogger(FileWork.class);
    private static final int AT_A_TIME = 2;
    private static final int TOLD_REFUSALS = 3;
    private static final Duration BEFORE_ANOTHER_TRY = Duration.ofSeconds(5);

    private final StoredFiles stored;
    private final int maxRecordBytes;
    private final ConversationAnnouncements announcements;
    private final FileAnnouncements files;
    private final int maxInFlight;
    private final Semaphore places = new Semaphore(AT_A_TIME);
    private final Map<String, Task> tasks = new ConcurrentHashMap<>();

    FileWork(
            StoredFiles stored,
            ConversationAnnouncements announcements,
            FileAnnouncements files,
            int maxRecordBytes,
            int maxInFlight) {
        this.stored = stored;
        this.maxRecordBytes = maxRecordBytes;
        this.announcements = announcements;
        this.files = files;
        this.maxInFlight = maxInFlight;
    }

    /** One file being worked on. */
    private final class Task {
        private final FileUploaded file;
        private final CountDownLatch ended = new CountDownLatch(1);
        private final Thread thread;

        Task(FileUploaded file) {
            this.file = file;
            this.thread = Thread.ofVirtual().name("file-work-" + file.id()).unstarted(this::run);
        }

        private void run() {
            try {
                places.acquire();
                try {
                    untilDone();
                } finally {
                    places.release();
                }
            } catch (InterruptedException | InterruptException stopped) {
                LOG.infof("file left off file=%s", file.id());
            } finally {
                ended.countDown();
                tasks.remove(file.id(), this);
            }
        }

        private void untilDone() throws InterruptedException {
            while (true) {
                try {
                    Optional<FileUploaded> outcome = process(file);
                    if (outcome.isPresent()) {
                        files.tell(outcome.get());
                    }
                    return;
                } catch (InterruptException stopped) {
                    throw stopped;
                } catch (Submission.NotAnnounced | IOException | KafkaException e) {
                    LOG.errorf(e, "file not processed, will be tried again file=%s", file.id());
                    Thread.sleep(BEFORE_ANOTHER_TRY);
                } catch (RuntimeException | StackOverflowError surprise) {
                    LOG.errorf(surprise, "file refused for an unexpected failure file=%s", file.id());
                    refuse(surprise);
                    return;
                }
            }
        }

        /** A file that brings its reader down is refused, not tried for ever. */
        private void refuse(Throwable surprise) throws InterruptedException {
            String detail = "reading the file failed unexpectedly (%s); the log of the ingest service has more"
                    .formatted(surprise.getClass().getSimpleName());
            try {
                files.tell(with(file, FileUploaded.Status.ERROR, null, detail, 0, 0));
            } catch (Submission.NotAnnounced e) {
                LOG.errorf(e, "file's failure not told, it will be read again at the next start file=%s", file.id());
            }
        }
    }

    /** Takes a file up, unless it is in work already. */
    void start(FileUploaded file) {
        if (file.status() != FileUploaded.Status.UPLOADED) {
            return;
        }
        Task task = new Task(file);
        if (tasks.putIfAbsent(file.id(), task) == null) {
            task.thread.start();
        }
    }

    /** Leaves a file off, and returns when nothing more of it will be submitted. */
    void stop(String id) throws InterruptedException {
        Task task = tasks.get(id);
        if (task != null) {
            task.thread.interrupt();
            task.ended.await();
        }
    }

    void close() {
        tasks.values().forEach(task -> task.thread.interrupt());
    }

    /** Empty when another instance has the file's bytes. */
    private Optional<FileUploaded> process(FileUploaded file)
            throws IOException, InterruptedException, Submission.NotAnnounced {
        Optional<Path> bytes = stored.find(file.id());
        if (bytes.isEmpty()) {
            LOG.warnf("file not processed here, its bytes are not in the folder file=%s", file.id());
            return Optional.empty();
        }
        WholeFile content = content(file, bytes.get());
        return Optional.of(
                switch (content.check(1)) {
                    case WholeFile.Check.Unreadable u -> {
                        LOG.infof("file refused file=%s cause=\"%s\"", file.id(), u.detail());
                        yield with(file, FileUploaded.Status.ERROR, null, u.detail(), 0, 0);
                    }
                    case WholeFile.Check.Readable r -> {
                        Receipt receipt = content.submit(announcements, maxInFlight, TOLD_REFUSALS);
                        String format = r.format().wireName();
                        LOG.infof(
                                "file processed file=%s format=%s accepted=%d rejected=%d",
                                file.id(), format, receipt.accepted(), receipt.rejected());
                        yield with(
                                file,
                                FileUploaded.Status.PROCESSED,
                                format,
                                receipt.refusals().orElse(null),
                                receipt.accepted(),
                                receipt.rejected());
                    }
                });
    }

    private WholeFile content(FileUploaded file, Path bytes) {
        return new WholeFile(bytes, file.filename(), file.id(), new Origin("file", file.id()), maxRecordBytes);
    }

    private static FileUploaded with(
            FileUploaded file, FileUploaded.Status status, String format, String detail, long accepted, long rejected) {
        return new FileUploaded(
                file.id(),
                file.filename(),
                file.purpose(),
                file.bytes(),
                file.sha256(),
                file.createdAt(),
                status,
                format,
                detail,
                accepted,
                rejected);
    }
}
