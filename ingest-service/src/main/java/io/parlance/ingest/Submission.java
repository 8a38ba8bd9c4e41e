package io.parlance.ingest;

import io.parlance.contracts.ConversationRejected;
import io.parlance.ingest.format.Format;
import io.parlance.ingest.format.ReadRecord;
import io.parlance.ingest.format.RecordReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The records of one request or file on their way to Kafka: counts them, lets only so many be unacknowledged at a time,
 * and knows the first failure. Used by one thread; acknowledgements come on others.
 */
public final class Submission {
    private final Origin origin;
    private final String key;
    private final ConversationAnnouncements announcements;
    private final int maxInFlight;
    private final int listed;
    private final Semaphore inFlight;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final List<String> conversations = new ArrayList<>();
    private final List<Receipt.Rejection> rejections = new ArrayList<>();
    private Format format;
    private long accepted;
    private long rejected;

    /**
     * @param maxInFlight records that may be unacknowledged at a time
     * @param listed accepted conversations, and rejections, that the receipt lists
     */
    public Submission(Origin origin, ConversationAnnouncements announcements, int maxInFlight, int listed) {
        this(origin, null, announcements, maxInFlight, listed);
    }

    /** @param key the request's idempotency key, or null */
    Submission(Origin origin, String key, ConversationAnnouncements announcements, int maxInFlight, int listed) {
        this.origin = origin;
        this.key = key;
        this.announcements = announcements;
        this.maxInFlight = maxInFlight;
        this.listed = listed;
        this.inFlight = new Semaphore(maxInFlight);
    }

    /** Announces all that the reader gives. @throws NotAnnounced when Kafka did not take one of them */
    public void announceAll(RecordReader records) throws IOException, NotAnnounced, InterruptedException {
        Long line = null;
        int onLine = 0;
        for (ReadRecord record = records.next(); record != null; record = records.next()) {
            onLine = Objects.equals(record.line(), line) ? onLine + 1 : 1;
            line = record.line();
            announce(Examination.of(origin, key, record, onLine));
            format = records.format();
        }
    }

    /** Announces what the record turned out to be. @throws NotAnnounced when Kafka did not take an earlier one */
    public void announce(Examination examination) throws NotAnnounced, InterruptedException {
        inFlight.acquire();
        failIfRefused();
        track(
                switch (examination) {
                    case Examination.Passed p -> {
                        accepted++;
                        if (conversations.size() < listed) {
                            conversations.add(p.conversation().id());
                        }
                        yield announcements.submitted(p.conversation());
                    }
                    case Examination.Failed f -> {
                        rejected++;
                        list(f.rejection());
                        yield announcements.rejected(f.rejection());
                    }
                });
    }

    private void track(CompletionStage<Long> sent) {
        sent.whenComplete((_, error) -> {
            if (error != null) {
                failure.compareAndSet(null, error);
            }
            inFlight.release();
        });
    }

    /** Waits until the broker has every record. @throws NotAnnounced when it did not take one of them */
    public Receipt await() throws NotAnnounced, InterruptedException {
        inFlight.acquire(maxInFlight);
        inFlight.release(maxInFlight);
        failIfRefused();
        return new Receipt(
                "conversations.receipt",
                origin.place(),
                format == null ? null : format.wireName(),
                accepted + rejected,
                accepted,
                rejected,
                List.copyOf(conversations),
                accepted - conversations.size(),
                List.copyOf(rejections),
                rejected - rejections.size());
    }

    private void list(ConversationRejected rejection) {
        if (rejections.size() < listed) {
            rejections.add(new Receipt.Rejection(
                    rejection.rejectionId(),
                    rejection.line(),
                    rejection.conversationId(),
                    rejection.violations(),
                    rejection.totalViolations()));
        }
    }

    private void failIfRefused() throws NotAnnounced {
        Throwable error = failure.get();
        if (error != null) {
            throw new NotAnnounced(error);
        }
    }

    /** Kafka did not acknowledge a record, so nothing may be promised to the client. */
    public static final class NotAnnounced extends Exception {
        private static final long serialVersionUID = 1L;

        public NotAnnounced(Throwable cause) {
            super(cause);
        }
    }
}
