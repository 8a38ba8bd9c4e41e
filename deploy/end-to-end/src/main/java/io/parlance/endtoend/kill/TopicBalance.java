package io.parlance.endtoend.kill;

import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Submitted records and what came of them, whoever wrote them.
 *
 * @param answered records with an outcome
 * @param doubled outcomes beyond a record's first
 * @param lastAtNanos when the last of them was read, by {@link System#nanoTime}
 */
public record TopicBalance(long submitted, long answered, long doubled, long lastAtNanos) {
    private static final Duration QUIET = Duration.ofSeconds(3);
    private static final Duration STUCK = Duration.ofMinutes(2);

    private static final Attribution ANYBODY = new Attribution() {
        @Override
        public int numberOf(ConsumerRecord<String, byte[]> submitted) {
            return 0;
        }

        @Override
        public int numberOf(String origin, int line) {
            return 0;
        }
    };

    /** Reads along from now on, so that it knows what an erasure takes away later. */
    public static final class Watch implements AutoCloseable {
        private final Account account = new Account();
        private final Bookkeeper bookkeeper;

        public Watch(String bootstrapServers) {
            bookkeeper = new Bookkeeper(bootstrapServers, ANYBODY, account);
        }

        /** Once so many have an outcome, and nothing more comes. */
        public TopicBalance awaited(long atLeast) throws InterruptedException {
            while (true) {
                long answered = account.answeredRecords();
                boolean even = account.submittedRecords() == answered && answered >= atLeast;
                Duration quiet = bookkeeper.quietFor();
                if (even && quiet.compareTo(QUIET) > 0 || quiet.compareTo(STUCK) > 0)
                    return new TopicBalance(
                            account.submittedRecords(),
                            answered,
                            account.doubledOutcomes(),
                            System.nanoTime() - quiet.toNanos());
                Thread.sleep(100);
            }
        }

        @Override
        public void close() {
            bookkeeper.close();
        }
    }

    /** Read once nothing more comes. */
    public static TopicBalance awaited(String bootstrapServers) throws InterruptedException {
        return awaited(bootstrapServers, 0);
    }

    /** Read once so many have an outcome, and nothing more comes. */
    public static TopicBalance awaited(String bootstrapServers, long atLeast) throws InterruptedException {
        try (Watch watch = new Watch(bootstrapServers)) {
            return watch.awaited(atLeast);
        }
    }

    public boolean isEven() {
        return submitted == answered && doubled == 0;
    }
}
