package io.parlance.endtoend.kill;

import io.parlance.endtoend.generated.Conversations;
import io.parlance.endtoend.generated.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** Twice the same conversations, once with kills; prints what was found. */
public final class KillDrill {
    private final Path folder;
    private final Conversations conversations;
    private final int kills;
    private final long seed;
    private final Map<String, String> settings;
    private final boolean stratified;
    private boolean passed = true;

    /**
     * @param folder where both worlds keep their data, one below the other
     * @param kills how often each of broker, ingest and preprocess is killed
     * @param settings environment of the services
     * @param stratified whether splits may depend on the order of arrival, so that strata are even
     */
    public KillDrill(
            Path folder, int conversations, int kills, long seed, Map<String, String> settings, boolean stratified) {
        this.folder = folder;
        this.conversations = new Conversations(seed, conversations);
        this.kills = kills;
        this.seed = seed;
        this.settings = Map.copyOf(settings);
        this.stratified = stratified;
    }

    /** @return whether nothing was lost or doubled, and both runs gave the same dataset */
    public boolean run() throws IOException, InterruptedException {
        System.out.printf(
                "Kill drill: %,d generated conversations (seed %d), twice; the second time each of %s is killed %d time(s)%n",
                conversations.count(), seed, String.join(", ", Killer.VICTIMS), kills);
        Passage peaceful = Passage.through(folder.resolve("in-peace"), conversations, 0, seed, settings);
        Books undisturbed = Books.close(conversations, peaceful.account());
        tell("in peace", peaceful, undisturbed);
        Passage killed = Passage.through(folder.resolve("killed"), conversations, kills, seed, settings);
        Books disturbed = Books.close(conversations, killed.account());
        tell("killed", killed, disturbed);
        compare(peaceful, killed, undisturbed.differences(disturbed));
        System.out.println(passed ? "Kill drill passed." : "Kill drill FAILED.");
        return passed;
    }

    private void tell(String name, Passage passage, Books books) {
        Account account = passage.account();
        System.out.printf("%n== %s: %s%n", name, span(passage.took()));
        System.out.printf(
                "  %,.0f conversations a second; processes killed %s; requests sent again %d%n",
                conversations.count() / (passage.took().toMillis() / 1000.0), passage.kills(), passage.retries());
        System.out.printf("  %-16s %10s  %s%n", "kind", "sent", "what became of them");
        for (Map.Entry<Kind, TreeMap<String, Integer>> row : books.byKind().entrySet()) {
            int sum =
                    row.getValue().values().stream().mapToInt(Integer::intValue).sum();
            System.out.printf("  %-16s %,10d  %s%n", row.getKey().name().toLowerCase(), sum, row.getValue());
        }
        TreeMap<String, Long> records = books.records();
        long prepared = records.getOrDefault("prepared", 0L);
        long rejected = records.getOrDefault("rejected", 0L);
        long dropped = records.values().stream().mapToLong(Long::longValue).sum() - prepared - rejected;
        System.out.printf(
                "  records: %,d submitted = %,d prepared + %,d dropped + %,d rejected; %,d lines refused at the door%n",
                account.submittedRecords(), prepared, dropped, rejected, account.refusedLines());
        System.out.printf("  splits: %s%n", account.examples().bySplit());
        expect("the topics balance", account.submittedRecords() == prepared + dropped + rejected);
        ledger(passage.ledger(), records, account);
        expect("lost: " + books.lost(), books.lost() == 0);
        expect("doubled: " + books.doubled(), books.doubled() == 0);
        expect("not as expected: " + books.unexpected(), books.unexpected() == 0);
        books.faults().forEach(fault -> System.out.println("    " + fault));
    }

    private void ledger(LedgerAnswer ledger, TreeMap<String, Long> records, Account account) {
        var counted = new TreeMap<>(records);
        counted.merge("rejected", account.refusedLines(), Long::sum);
        System.out.printf("  ledger: %,d in = %s%n", ledger.in(), ledger.outcomes());
        expect("the ledger balances", ledger.balanced());
        expect(
                "the ledger says the same as the topics: " + counted,
                ledger.outcomes().equals(counted));
    }

    private void compare(Passage peaceful, Passage killed, int differences) {
        ExampleDigests before = peaceful.account().examples();
        ExampleDigests after = killed.account().examples();
        System.out.printf("%n== both%n");
        row("in peace", peaceful);
        row("killed", killed);
        expect("conversations that ended otherwise: " + differences, differences == 0);
        expect("the same tokens and loss masks", before.ofContent().equals(after.ofContent()));
        if (stratified) {
            int uneven = peaceful.ledger().unevenStrata() + killed.ledger().unevenStrata();
            expect("strata more than a point off: " + uneven, uneven == 0);
            return;
        }
        expect("the same splits too", before.ofAll().equals(after.ofAll()));
        expect(
                "the same digest of the dataset's version",
                peaceful.ledger().version().equals(killed.ledger().version()));
    }

    private static void row(String name, Passage passage) {
        System.out.printf(
                "  %-9s %,d examples, version %s%n",
                name, passage.account().examples().count(), passage.ledger().version());
    }

    private void expect(String what, boolean holds) {
        System.out.printf("  %-4s %s%n", holds ? "ok" : "FAIL", what);
        passed &= holds;
    }

    private static String span(Duration time) {
        return "%d min %02d s".formatted(time.toMinutes(), time.toSecondsPart());
    }
}
