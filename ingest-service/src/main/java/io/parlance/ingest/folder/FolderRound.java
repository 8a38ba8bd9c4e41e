package io.parlance.ingest.folder;

import io.parlance.contracts.ConversationRules;
import io.parlance.ingest.ConversationAnnouncements;
import io.parlance.ingest.DatasetName;
import io.parlance.ingest.IngestSettings;
import io.parlance.ingest.Origin;
import io.parlance.ingest.Receipt;
import io.parlance.ingest.Submission;
import io.parlance.ingest.WholeFile;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/**
 * One look at the watched folder after the other. A file is taken once it stood still for a while; a crash in its middle
 * lets it be taken again, which adds nothing, for its conversations have the ids that they had.
 */
final class FolderRound {
    private static final Logger LOG = Logger.getLogger(FolderRound.class);

    private final FolderShelves shelves;
    private final ConversationAnnouncements announcements;
    private final IngestSettings settings;
    private final Clock clock;
    private final Set<FolderFile> failed = new HashSet<>();
    private Map<FolderFile, Instant> seen = new HashMap<>();

    FolderRound(FolderShelves shelves, ConversationAnnouncements announcements, IngestSettings settings, Clock clock) {
        this.shelves = shelves;
        this.announcements = announcements;
        this.settings = settings;
        this.clock = clock;
    }

    /** Takes what has settled. @throws Submission.NotAnnounced when Kafka is away; the file stays where it is */
    void look() throws IOException, InterruptedException, Submission.NotAnnounced {
        Instant now = clock.instant();
        List<FolderFile> waiting = shelves.waiting();
        Map<FolderFile, Instant> still = new HashMap<>();
        for (FolderFile file : waiting) {
            still.put(file, seen.getOrDefault(file, now));
        }
        seen = still;
        for (FolderFile file : waiting) {
            Duration stoodStill = Duration.between(still.get(file), now);
            if (stoodStill.compareTo(settings.folder().settle()) >= 0) {
                attempt(file);
            }
        }
        failed.retainAll(waiting);
    }

    /** One file that cannot be read or moved does not stand before the others; it is said once, and tried again. */
    private void attempt(FolderFile file) throws InterruptedException, Submission.NotAnnounced {
        try {
            take(file);
            failed.remove(file);
        } catch (IOException e) {
            if (failed.add(file)) {
                LOG.errorf(e, "folder file cannot be read or moved, it is tried again file=%s", file.place());
            }
        }
    }

    private void take(FolderFile file) throws IOException, InterruptedException, Submission.NotAnnounced {
        String dataset = file.folder() == null ? ConversationRules.DEFAULT_DATASET : file.folder();
        WholeFile content = new WholeFile(
                file.path(), file.name(), dataset, new Origin("folder", file.place()), settings.maxRecordBytes());
        try {
            take(file, dataset, content);
        } catch (KafkaException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError surprise) {
            // A file that brings its reader down is refused, so that it does not stand before the others for ever.
            LOG.errorf(surprise, "folder file refused for an unexpected failure file=%s", file.place());
            String detail = "reading the file failed unexpectedly (%s); the log of the ingest service has more"
                    .formatted(surprise.getClass().getSimpleName());
            shelves.refused(
                    file,
                    FolderReport.refused(
                            file, dataset, clock.instant(), new WholeFile.Check.Unreadable(detail, List.of(), 0)));
        }
    }

    private void take(FolderFile file, String dataset, WholeFile content)
            throws IOException, InterruptedException, Submission.NotAnnounced {
        switch (check(content)) {
            case WholeFile.Check.Unreadable u -> {
                if (file.isUnchanged()) {
                    LOG.infof("folder file refused file=%s cause=\"%s\"", file.place(), u.detail());
                    shelves.refused(file, FolderReport.refused(file, dataset, clock.instant(), u));
                }
            }
            case WholeFile.Check.Readable r -> {
                Receipt receipt = content.submit(announcements, settings.maxInFlight(), settings.listedRejections());
                // Somebody still wrote to it: it is taken again once it stands still.
                if (file.isUnchanged()) {
                    LOG.infof(
                            "folder file processed file=%s dataset=%s format=%s accepted=%d rejected=%d",
                            file.place(), dataset, r.format().wireName(), receipt.accepted(), receipt.rejected());
                    shelves.done(
                            file,
                            FolderReport.done(
                                    file, dataset, clock.instant(), r.format().wireName(), receipt));
                }
            }
        }
    }

    private WholeFile.Check check(WholeFile file) throws IOException {
        if (!DatasetName.isOpen(file.dataset())) {
            return new WholeFile.Check.Unreadable(
                    "the sub-folder '%s' is no name of a dataset; expected %s"
                            .formatted(file.dataset(), DatasetName.EXPECTED),
                    List.of(),
                    0);
        }
        return file.check(settings.listedRejections());
    }
}
