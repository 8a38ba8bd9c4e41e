package io.parlance.trainer;

import io.parlance.contracts.ErasureCompleted;
import io.parlance.contracts.Topics;
import io.parlance.trainer.journal.EventFormat;
import io.parlance.trainer.journal.Following;
import io.parlance.trainer.journal.JournalException;
import io.parlance.trainer.journal.Readers;
import io.parlance.trainer.run.ErasureNotices;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/** Kafka in: receipts of erasures, for the runs that had held what is gone. */
final class ErasureReceipts implements Following.Listener, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ErasureReceipts.class);

    private final ErasureNotices notices;
    private final Following following;
    private final Deque<ErasureCompleted> untold = new ArrayDeque<>();

    ErasureReceipts(Readers readers, ErasureNotices notices) {
        this.notices = notices;
        this.following = new Following(readers, "erasure-receipts", List.of(Topics.ERASURES_COMPLETED), this);
    }

    void start() {
        following.start();
    }

    @Override
    public void record(ConsumerRecord<String, byte[]> message) {
        if (message.value() == null) {
            return;
        }
        try {
            untold.add(EventFormat.read(message.value(), ErasureCompleted.class));
        } catch (IOException e) {
            LOG.warnf(
                    "receipt cannot be read, it is passed over topic=%s offset=%d reason=%s",
                    message.topic(), message.offset(), e.getMessage());
        }
    }

    @Override
    public void caughtUp() {
        quiet();
    }

    @Override
    public void quiet() {
        try {
            while (!untold.isEmpty()) {
                notices.tell(untold.peek());
                untold.remove();
            }
        } catch (JournalException e) {
            LOG.warnf(
                    "run is told later of an erasure erasure=%s reason=%s",
                    untold.peek().erasureId(), e.getMessage());
        }
    }

    @Override
    public void close() {
        following.close();
    }
}
