package io.parlance.trainer.window;

import io.parlance.contracts.ExamplePrepared;
import io.parlance.contracts.Split;
import io.parlance.contracts.TokenSpan;
import io.parlance.model.text.TokenIds;
import io.parlance.model.text.TokenSequence;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Sorts a window's records into what a run can use and what not. Every record is counted exactly once, however often it was written again. */
final class WindowSelection {
    private final String dataset;
    private final ExampleFormat format;
    private final Set<String> seen = new HashSet<>();
    /** Offsets of the examples that were seen, by partition: a bit for each. */
    private final Map<Integer, BitSet> places = new HashMap<>();
    /** Keys under which something was erased, for an example may have several tombstones. */
    private final Set<ErasedKey> erasedKeys = new HashSet<>();

    private final List<Placed> train = new ArrayList<>();
    private final List<Placed> validation = new ArrayList<>();
    private long test;
    private long ofOtherDatasets;
    private long ofOtherFormats;
    private long repeated;
    private long unreadable;
    private long pairs;

    WindowSelection(String dataset, ExampleFormat format) {
        this.dataset = dataset;
        this.format = format;
    }

    private record ErasedKey(int partition, String key) {}

    private record Placed(int partition, long offset, TokenSequence example) {}

    /**
     * An example.
     *
     * @param offset at which it was first, if it was written again
     * @param eventId the CloudEvents id, or null
     */
    void add(int partition, long offset, String eventId, ExamplePrepared example) {
        if (isSeen(partition, offset)) {
            return; // The same record, written again.
        }
        if (eventId != null && !seen.add(eventId)) {
            repeated++;
        } else if (!example.dataset().equals(dataset)) {
            ofOtherDatasets++;
        } else if (!format.equals(new ExampleFormat(example.tokenizerSha256(), example.templateSha256()))) {
            ofOtherFormats++;
        } else {
            if (example.nonPreferred() != null && example.split() != Split.TEST) {
                pairs++;
            }
            switch (example.split()) {
                case TRAIN -> train.add(new Placed(partition, offset, sequence(example)));
                case VALIDATION -> validation.add(new Placed(partition, offset, sequence(example)));
                case TEST -> test++;
            }
        }
    }

    /** Takes note of the place, too. */
    private boolean isSeen(int partition, long offset) {
        BitSet here = places.computeIfAbsent(partition, p -> new BitSet());
        int place = Math.toIntExact(offset);
        boolean known = here.get(place);
        here.set(place);
        return known;
    }

    void addUnreadable() {
        unreadable++;
    }

    /** A tombstone: an example that was before it, in the window or outside, is gone. */
    void addErased(int partition, String key) {
        erasedKeys.add(new ErasedKey(partition, key));
    }

    WindowExamples result() {
        return new WindowExamples(
                inOrder(train),
                inOrder(validation),
                test,
                ofOtherDatasets,
                ofOtherFormats,
                repeated,
                unreadable,
                erasedKeys.size(),
                pairs);
    }

    /** By place, not by arrival: partitions come in another order each time, and a checkpoint fits one order only. */
    private static List<TokenSequence> inOrder(List<Placed> examples) {
        return examples.stream()
                .sorted(Comparator.comparingInt(Placed::partition).thenComparingLong(Placed::offset))
                .map(Placed::example)
                .toList();
    }

    private static TokenSequence sequence(ExamplePrepared example) {
        BitSet trained = new BitSet(example.tokens().size());
        for (TokenSpan span : example.trained()) {
            trained.set(span.from(), span.to());
        }
        return new TokenSequence(TokenIds.of(example.tokens().toArray()), trained);
    }
}
