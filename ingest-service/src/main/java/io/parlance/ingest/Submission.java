package io.parlance.ingest;

import io.parlance.contracts.ConversationRejected;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One request's records on their way to Kafka: counts them, lets only so many be unacknowledged at a time, and knows
 * the first failure. Used by one thread; acknowledgements come on others.
 */
final class Submission {
    private final String requestId;
    private final ConversationAnnouncements announcements;
    private final int maxInFlight;
    private final int listed;
    private final Semaphore inFlight;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final List<Receipt.Rejection> rejections = new ArrayList<>();
    private long accepted;
    private long rejected;

    Submission(String requestId, ConversationAnnouncements announcements, int maxInFlight, int listed) {
        this.requestId = requestId;
        this.announcements = announcements;
        this.maxInFlight = maxInFlight;
        this.listed = listed;
        this.inFlight = new Semaphore(maxInFlight);
    }

    String origin() {
        return "http:" + requestId;
    }

    /** Announces what the record turned out to be. @throws NotAnnounced when Kafka did not take an earlier one */
    void announce(Examination examination) throws NotAnnounced, InterruptedException {
        inFlight.acquire();
        failIfRefused();
        CompletionStage<Void> sent =
                switch (examination) {
                    case Examination.Passed p -> {
                        accepted++;
                        yield announcements.submitted(p.conversation());
                    }
                    case Examination.Failed f -> {
                        rejected++;
                        list(f.rejection());
                        yield announcements.rejected(f.rejection());
                    }
                };
        sent.whenComplete((_, error) -> {
            if (error != null) {
                failure.compareAndSet(null, error);
            }
            inFlight.release();
        });
    }

    /** Waits until the broker has every record. @throws NotAnnounced when it did not take one of them */
    Receipt await() throws NotAnnounced, InterruptedException {
        inFlight.acquire(maxInFlight);
        inFlight.release(maxInFlight);
        failIfRefused();
        return new Receipt(
                "conversations.receipt",
                requestId,
                accepted + rejected,
                accepted,
                rejected,
                List.copyOf(rejections),
                rejected - rejections.size());
    }

    private void list(ConversationRejected rejection) {
        if (rejections.size() < listed) {
            rejections.add(new Receipt.Rejection(
                    rejection.line(), rejection.conversationId(), rejection.violations(), rejection.totalViolations()));
        }
    }

    private void failIfRefused() throws NotAnnounced {
        Throwable error = failure.get();
        if (error != null) {
            throw new NotAnnounced(error);
        }
    }

    /** Kafka did not acknowledge a record, so nothing may be promised to the client. */
    static final class NotAnnounced extends Exception {
        private static final long serialVersionUID = 1L;

        NotAnnounced(Throwable cause) {
            super(cause);
        }
    }
}
