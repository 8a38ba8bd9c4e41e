package io.parlance.endtoend.kill;

import java.time.LocalTime;
import java.time.format.DateTimeFormatter;

/** Says every ten seconds how far it is. */
final class Teller implements AutoCloseable {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final long EVERY_MILLIS = 10_000;

    private final String what;
    private final Senders senders;
    private final Account account;
    private final Killer killer;
    private final Thread thread;

    Teller(String what, Senders senders, Account account, Killer killer) {
        this.what = what;
        this.senders = senders;
        this.account = account;
        this.killer = killer;
        this.thread = Thread.ofVirtual().unstarted(this::tell);
    }

    void begin() {
        thread.start();
    }

    private void tell() {
        try {
            while (true) {
                Thread.sleep(EVERY_MILLIS);
                System.out.printf(
                        "  %s %s: %,d acknowledged, %,d on the topic, %,d with an outcome, %,d refused; sent again %d; killed %s%n",
                        LocalTime.now().format(CLOCK),
                        what,
                        senders.sent(),
                        account.submittedRecords(),
                        account.answeredRecords(),
                        account.refusedLines(),
                        senders.retries(),
                        killer.done());
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
