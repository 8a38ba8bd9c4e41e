package io.parlance.endtoend.kill;

import io.parlance.endtoend.generated.Conversations;
import io.parlance.endtoend.generated.Generated;
import io.parlance.endtoend.generated.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Closes an account: every conversation against what may have become of it. */
final class Books {
    private static final int LISTED = 20;

    private final Conversations conversations;
    private final Account account;
    private final int[][] tally;
    private final int[] submissions;
    private final int[] unanswered;
    private final int[] resubmitted;
    private final int[] reused;
    private final short[] first;
    private final Map<Kind, TreeMap<String, Integer>> byKind = new EnumMap<>(Kind.class);
    private final List<String> faults = new ArrayList<>();
    private long lost;
    private long doubled;
    private long unexpected;

    private Books(Conversations conversations, Account account) {
        this.conversations = conversations;
        this.account = account;
        int count = conversations.count();
        this.tally = new int[Outcome.all().size()][];
        for (int i = 0; i < tally.length; i++) tally[i] = new int[count];
        this.submissions = new int[count];
        this.unanswered = new int[count];
        this.resubmitted = new int[count];
        this.reused = new int[count];
        this.first = new short[count];
    }

    static Books close(Conversations conversations, Account account) {
        var books = new Books(conversations, account);
        books.add();
        books.compare();
        books.doubled += account.doubledOutcomes();
        return books;
    }

    private void add() {
        account.visit((number, outcome) -> {
            submissions[number]++;
            if (outcome == null) unanswered[number]++;
            else tally[outcome.ordinal()][number]++;
        });
        for (int number = conversations.firstWave(); number < conversations.count(); number++) {
            Generated twin = conversations.at(number);
            if (twin.kind() == Kind.RESUBMITTED) resubmitted[twin.original()]++;
            if (twin.kind() == Kind.REUSED_ID) reused[twin.original()]++;
        }
    }

    private void compare() {
        for (int number = 0; number < conversations.count(); number++) {
            Generated one = conversations.at(number);
            switch (one.kind()) {
                case RESUBMITTED -> count(one.kind(), repeated(one, Outcome.ALREADY_KNOWN));
                case REUSED_ID -> count(one.kind(), repeated(one, Outcome.ID_REUSED));
                case MALFORMED -> count(one.kind(), refused(one));
                default -> count(one.kind(), ended(one));
            }
        }
    }

    /** It shares its original's id, so it is judged as one of that id's records. */
    private String repeated(Generated twin, Outcome expected) {
        if (tally[expected.ordinal()][twin.original()] > 0) return expected.name();
        lost(twin, "its id %s has no outcome %s".formatted(twin.id(), expected.name()));
        return "none";
    }

    private String refused(Generated one) {
        int number = one.number();
        boolean onTheTopic = conversations.straightToKafka(number);
        if (onTheTopic ? tally[Outcome.REJECTED.ordinal()][number] > 0 : account.wasRefusedAtTheDoor(number)) {
            if (onTheTopic && tally[Outcome.REJECTED.ordinal()][number] != submissions[number])
                fault(one, "has outcomes beside rejected");
            if (!onTheTopic && submissions[number] > 0) fault(one, "was refused and submitted");
            first[number] = (short) (Outcome.REJECTED.ordinal() + 1);
            return Outcome.REJECTED.name();
        }
        lost(one, "no rejection tells of it");
        return "none";
    }

    private String ended(Generated one) {
        int number = one.number();
        int wanted = 1 + resubmitted[number] + reused[number];
        if (submissions[number] < wanted)
            lost(one, "%d of its %d records are on the topic".formatted(submissions[number], wanted));
        if (unanswered[number] > 0) lost(one, "%d of its records have no outcome".formatted(unanswered[number]));
        if (account.wasRefusedAtTheDoor(number)) fault(one, "was refused at the door");
        Outcome found = null;
        int ends = 0;
        for (Outcome outcome : Outcome.all()) {
            if (outcome == Outcome.ALREADY_KNOWN || outcome == Outcome.ID_REUSED) continue;
            int times = tally[outcome.ordinal()][number];
            ends += times;
            if (times > 0) found = outcome;
        }
        if (ends == 0) {
            lost(one, "it has no outcome of its own");
            return "none";
        }
        if (ends > 1) doubled(one, "it has %d outcomes of its own".formatted(ends));
        int repeats = tally[Outcome.ID_REUSED.ordinal()][number];
        if (reused[number] == 0 && repeats > 0) fault(one, "%d records of its id count as reused".formatted(repeats));
        if (!one.kind().outcomes().contains(found.name()))
            fault(
                    one,
                    "it ended as %s, expected %s"
                            .formatted(found.name(), one.kind().outcomes()));
        first[number] = (short) (found.ordinal() + 1);
        return found.name();
    }

    private void count(Kind kind, String outcome) {
        byKind.computeIfAbsent(kind, missing -> new TreeMap<>()).merge(outcome, 1, Integer::sum);
    }

    private void lost(Generated one, String how) {
        lost++;
        list(one, how);
    }

    private void doubled(Generated one, String how) {
        doubled++;
        list(one, how);
    }

    private void fault(Generated one, String how) {
        unexpected++;
        list(one, how);
    }

    private void list(Generated one, String how) {
        if (faults.size() < LISTED)
            faults.add("number %d (%s, id %s): %s".formatted(one.number(), one.kind(), one.id(), how));
    }

    /** Conversations without an outcome, or whose record is not there. */
    long lost() {
        return lost;
    }

    /** Records with two outcome events, and conversations with two outcomes of their own. */
    long doubled() {
        return doubled;
    }

    /** Conversations that ended otherwise than their kind may, and events that belong to nothing. */
    long unexpected() {
        return unexpected + account.oddityCount();
    }

    List<String> faults() {
        var all = new ArrayList<>(faults);
        all.addAll(account.oddities());
        return all;
    }

    Map<Kind, TreeMap<String, Integer>> byKind() {
        return byKind;
    }

    /** Records by outcome, repetitions included. */
    TreeMap<String, Long> records() {
        var records = new TreeMap<String, Long>();
        for (Outcome outcome : Outcome.all()) {
            long times = 0;
            for (int each : tally[outcome.ordinal()]) times += each;
            if (times > 0) records.put(outcome.name(), times);
        }
        return records;
    }

    /** How many conversations ended otherwise there. */
    int differences(Books other) {
        int different = 0;
        for (int i = 0; i < first.length; i++) if (first[i] != other.first[i]) different++;
        return different;
    }
}
