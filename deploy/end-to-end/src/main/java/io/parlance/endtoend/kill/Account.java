package io.parlance.endtoend.kill;

import io.parlance.contracts.Topic;
import io.parlance.contracts.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Everything that was read from the topics, joined by positions. One thread writes, others look on. */
final class Account {
    private final List<Positions> partitions = new ArrayList<>();
    private final Map<Integer, String> rejectedAtTheDoor = new HashMap<>();
    private final ExampleDigests examples = new ExampleDigests();
    private final List<String> oddities = new ArrayList<>();
    private long oddityCount;

    Account() {
        Topic submitted = Topics.named(Topics.CONVERSATIONS_SUBMITTED);
        for (int i = 0; i < submitted.partitions(); i++) partitions.add(new Positions());
    }

    synchronized void submitted(int partition, long offset, int number) {
        partitions.get(partition).submitted(offset, number);
    }

    synchronized void copied(int partition, long offset) {
        partitions.get(partition).copied(offset);
    }

    synchronized void outcome(Position of, Outcome outcome) {
        partitions.get(of.partition()).outcome(of.offset(), outcome);
    }

    synchronized void example(Example example) {
        examples.add(example);
    }

    /** Told again, the same refusal has the same id. */
    synchronized void rejectedAtTheDoor(int number, String rejectionId) {
        String before = rejectedAtTheDoor.put(number, rejectionId);
        if (before != null && !before.equals(rejectionId))
            odd("line of number %d was refused as %s and as %s".formatted(number, before, rejectionId));
    }

    /** Something that should not be there. */
    synchronized void odd(String what) {
        oddityCount++;
        if (oddities.size() < 20) oddities.add(what);
    }

    synchronized long submittedRecords() {
        return partitions.stream().mapToLong(Positions::submitted).sum();
    }

    synchronized long answeredRecords() {
        return partitions.stream().mapToLong(Positions::answered).sum();
    }

    synchronized long doubledOutcomes() {
        return partitions.stream().mapToLong(Positions::doubled).sum();
    }

    synchronized long refusedLines() {
        return rejectedAtTheDoor.size();
    }

    synchronized boolean wasRefusedAtTheDoor(int number) {
        return rejectedAtTheDoor.containsKey(number);
    }

    synchronized void visit(Positions.Visitor visitor) {
        partitions.forEach(partition -> partition.visit(visitor));
    }

    synchronized ExampleDigests examples() {
        return examples;
    }

    /** The first ones. */
    synchronized List<String> oddities() {
        return List.copyOf(oddities);
    }

    synchronized long oddityCount() {
        return oddityCount;
    }
}
