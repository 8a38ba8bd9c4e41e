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

    /** Read once nothing more comes. */
    public static TopicBalance awaited(String bootstrapServers) throws InterruptedException {
        return awaited(bootstrapServers, 0);
    }

    /** Read once so many have an outcome, and nothing more comes. */
    public static TopicBalance awaited(String bootstrapServers, long atLeast) throws InterruptedException {
        var account = new Account();
        try (var bookkeeper = new Bookkeeper(bootstrapServers, ANYBODY, account)) {
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
    }

    public boolean isEven() {
        return submitted == answered && doubled == 0;
    }
}
