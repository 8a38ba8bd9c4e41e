package io.parlance.preprocess.erasure;

import io.parlance.contracts.Topics;
import io.parlance.preprocess.erasure.compaction.Compaction;
import io.parlance.preprocess.erasure.log.Offsets;
import io.parlance.preprocess.intake.ConversationName;
import io.parlance.preprocess.intake.SubmittedRecord;
import io.parlance.preprocess.intake.SubmittedRecords;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/** Erasures that wait together: each is begun, one compaction takes the records of all, and each gets its receipt. */
final class ErasureBatch {
    /** One that brings it to this is its last, for all plans are in memory. */
    private static final int MOST_RECORDS = 50_000;

    private static final List<String> OWN = List.of(Topics.ERASURES_REQUESTED, Topics.ERASURES_LOCATED);

    private final List<ErasureRun> runs = new ArrayList<>();
    private int records;

    boolean isFull() {
        return records >= MOST_RECORDS;
    }

    /** Begins one more. */
    void add(ErasureRun run) throws InterruptedException {
        attempt(List.of(run), run::begin);
        runs.add(run);
        records += run.plan().found().size();
    }

    /** Until all receipts are out. */
    void end() throws InterruptedException {
        attempt(runs, this::compact);
        for (ErasureRun run : runs) {
            attempt(List.of(run), run::end);
        }
        attempt(
                runs,
                () -> tidy(
                        runs.stream().map(ErasureRun::journal).toList(),
                        runs.getFirst().compaction()));
    }

    private interface Step {
        void run() throws InterruptedException;
    }

    private static void attempt(List<ErasureRun> runs, Step step) throws InterruptedException {
        try {
            step.run();
        } catch (ErasureQueue.Moved | InterruptException e) {
            throw e;
        } catch (RuntimeException e) {
            runs.forEach(run -> run.sayWhyNot(e));
            throw e;
        }
    }

    private void compact() throws InterruptedException {
        SortedSet<String> topics = new TreeSet<>();
        runs.forEach(run -> topics.addAll(run.plan().byTopic().keySet()));
        if (!topics.isEmpty()) {
            InPlans erased = new InPlans(runs.stream().map(ErasureRun::plan).toList(), new TreeSet<>(topics));
            topics.addAll(runs.getFirst().internal().changelogs());
            runs.getFirst().compaction().compact(topics, erased);
        }
    }

    /** Takes requests, which may name persons, out of their topic for good; then what was noted. */
    static void tidy(List<Journal> journals, Compaction compaction) throws InterruptedException {
        for (Journal journal : journals) {
            compaction.restore(journal.state().settings());
        }
        compaction.compact(new TreeSet<>(OWN), new Compaction.Erased() {
            @Override
            public Offsets of(TopicPartition partition) {
                return new Offsets();
            }

            @Override
            public Optional<ConversationName> conversationOf(ConsumerRecord<byte[], byte[]> record) {
                return Optional.empty();
            }
        });
        journals.forEach(Journal::forget);
    }

    /** What the plans say is to be gone; of topics that they do not name, nothing. */
    private static final class InPlans implements Compaction.Erased {
        private final List<Plan> plans;
        private final SortedSet<String> topics;
        private final Map<TopicPartition, Offsets> together = new HashMap<>();
        private final SubmittedRecords submissions = new SubmittedRecords();

        InPlans(List<Plan> plans, SortedSet<String> topics) {
            this.plans = plans;
            this.topics = topics;
        }

        /** Of one plan its own, so that it counts what turns out to be of it. */
        @Override
        public Offsets of(TopicPartition partition) {
            if (!topics.contains(partition.topic())) {
                return new Offsets();
            }
            return plans.size() == 1
                    ? plans.getFirst().offsets(partition)
                    : together.computeIfAbsent(partition, this::union);
        }

        private Offsets union(TopicPartition partition) {
            Offsets union = new Offsets();
            plans.forEach(plan -> plan.offsets(partition).forEach(union::add));
            return union;
        }

        @Override
        public Optional<ConversationName> conversationOf(ConsumerRecord<byte[], byte[]> record) {
            return record.topic().equals(Topics.CONVERSATIONS_SUBMITTED)
                            && Origins.submitted(submissions, record)
                                    instanceof SubmittedRecord.Accepted(var conversation)
                    ? Optional.of(new ConversationName(conversation.dataset(), conversation.id()))
                    : Optional.empty();
        }
    }
}
