package io.parlance.endtoend.kill;

import io.parlance.endtoend.generated.Conversations;
import io.parlance.endtoend.world.LocalWorld;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * All conversations through one world, in two waves, until nothing more comes.
 *
 * @param kills how often each process was killed
 * @param retries requests that had to be sent again
 * @param ledger what the product itself says afterwards
 */
record Passage(Account account, Map<String, Integer> kills, long retries, Duration took, LedgerAnswer ledger) {
    private static final Duration QUIET = Duration.ofSeconds(3);
    private static final Duration STUCK = Duration.ofMinutes(5);

    /** @param each how often each process is to be killed; 0 leaves all in peace */
    static Passage through(Path folder, Conversations conversations, int each, long seed, Map<String, String> settings)
            throws IOException, InterruptedException {
        var account = new Account();
        try (var world = LocalWorld.ofData(folder, settings);
                var senders = new Senders(conversations, world.baseUrl(), world.bootstrapServers());
                var bookkeeper = new Bookkeeper(world.bootstrapServers(), senders, account)) {
            long begun = System.nanoTime();
            double work = 2.0 * conversations.count();
            try (var killer = new Killer(
                            world,
                            each,
                            seed,
                            () -> (senders.sent() + account.answeredRecords() + account.refusedLines()) / work);
                    var teller = new Teller(each == 0 ? "in peace" : "killed at", senders, account, killer)) {
                teller.begin();
                senders.send(0, conversations.firstWave());
                awaitWorkedOff(account, bookkeeper);
                senders.send(conversations.firstWave(), conversations.count());
                awaitWorkedOff(account, bookkeeper);
                Duration took = Duration.ofNanos(System.nanoTime() - begun).minus(QUIET);
                if (killer.left() > 0) account.odd("%d kills did not happen".formatted(killer.left()));
                return new Passage(
                        account,
                        new TreeMap<>(killer.done()),
                        senders.retries(),
                        took,
                        LedgerAnswer.of(world.baseUrl()));
            } catch (IllegalStateException e) {
                throw new IllegalStateException(e.getMessage() + System.lineSeparator() + world.logs(), e);
            }
        }
    }

    private static void awaitWorkedOff(Account account, Bookkeeper bookkeeper) throws InterruptedException {
        while (true) {
            Duration quiet = bookkeeper.quietFor();
            boolean even = account.submittedRecords() == account.answeredRecords();
            if (even && quiet.compareTo(QUIET) > 0) return;
            if (quiet.compareTo(STUCK) > 0) return;
            Thread.sleep(100);
        }
    }
}
