package io.parlance.preprocess.erasure;

import io.parlance.contracts.ErasureCompleted;
import io.parlance.contracts.ErasureRequested;
import io.parlance.contracts.FilesErased;
import io.parlance.contracts.Topics;
import io.parlance.preprocess.Excerpt;
import io.parlance.preprocess.augmentation.work.Augmentations;
import io.parlance.preprocess.erasure.compaction.Compaction;
import io.parlance.preprocess.erasure.compaction.TopicSettings;
import io.parlance.preprocess.erasure.log.ClusterTopics;
import io.parlance.preprocess.erasure.log.LogReader;
import io.parlance.preprocess.erasure.log.LogWriter;
import io.parlance.preprocess.erasure.trace.Examples;
import io.parlance.preprocess.erasure.trace.Traced;
import io.parlance.preprocess.ledger.Books;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * One erasure, step by step; between {@link #begin} and {@link #end} its records are compacted away, see {@link ErasureBatch}.
 * Every step may be done again; a killed one is begun again where its state says.
 */
final class ErasureRun {
    private static final Logger LOG = Logger.getLogger(ErasureRun.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    private static final int LONGEST_REASON = 300;
    private static final List<String> SUBMITTED = List.of(Topics.CONVERSATIONS_SUBMITTED);
    private static final List<String> PREPARED = List.of(Topics.EXAMPLES_PREPARED);
    private static final List<String> NOTED = List.of(
            Topics.CONVERSATIONS_SUBMITTED,
            Topics.CONVERSATIONS_REJECTED,
            Topics.EXAMPLES_PREPARED,
            Topics.EXAMPLES_DROPPED);

    private final Tools tools;
    private final ErasureRequested request;
    private final Journal journal;
    private final Compaction compaction;
    private final Passage passage;
    private final InternalTopics internal;
    private Plan plan;

    /**
     * What it works with.
     *
     * @param stream application id, and so the group, of the stream that prepares
     * @param ledger the same of the ledger
     * @param alive called again and again; throws when the work has gone to another instance
     */
    record Tools(
            Books books,
            Erasures erasures,
            Function<Examples, Traced> traces,
            ClusterTopics topics,
            LogReader reader,
            LogWriter writer,
            String stream,
            String ledger,
            Duration patience,
            Clock clock,
            Runnable alive) {}

    /** @param state as it was noted last */
    ErasureRun(Tools tools, ErasureRequested request, ErasureState state) {
        this.tools = tools;
        this.request = request;
        this.journal = new Journal(tools.writer(), state);
        this.compaction = new Compaction(tools.topics(), tools.reader(), tools.writer(), journal, tools.patience());
        this.passage = new Passage(tools.topics(), tools.reader(), journal::waiting, tools.alive());
        this.internal = new InternalTopics(tools.topics(), tools.stream(), tools.ledger());
    }

    /** Until nothing but the records are left: they are to be compacted away. */
    void begin() throws InterruptedException {
        compaction.restore(journal.state().settings());
        plan = journal.state().status() == Status.LOCATING ? locate() : known();
        if (journal.state().status() == Status.ERASING) {
            erase();
        }
        journal.at(Status.COMPACTING);
    }

    /** What it is about; once it is begun. */
    Plan plan() {
        return plan;
    }

    /** Until the receipt is out. */
    void end() throws InterruptedException {
        journal.at(Status.PROVING);
        Proof proof = new Proof(request, plan, journal.state());
        List<ErasureCompleted.TopicProof> proofs = proof.ofTopics(tools.reader());
        Traced traced = tools.traces().apply(proof.examples());
        complete(proof, proofs, traced, filesErased());
    }

    Journal journal() {
        return journal;
    }

    Compaction compaction() {
        return compaction;
    }

    InternalTopics internal() {
        return internal;
    }

    /** Somebody may be waiting for it. */
    void sayWhyNot(RuntimeException failure) {
        try {
            journal.waiting(
                    "another attempt, for the last one failed: " + Excerpt.of(failure.getMessage(), LONGEST_REASON));
        } catch (RuntimeException e) {
            // What could not be noted is in the log.
            failure.addSuppressed(e);
        }
    }

    private Plan locate() throws InterruptedException {
        journal.at(Status.LOCATING);
        passAll();
        passAugmentation();
        Plan located = new Locating(tools.books(), tools.reader(), tools.alive()).of(request);
        located.leftBeside()
                .forEach(place -> LOG.infof("Copy left with you erasure=%s place=%s", request.erasureId(), place));
        journal.planned(located, tools.clock().instant().getEpochSecond());
        LOG.infof(
                "Erasure located erasure=%s conversations=%d records=%s",
                request.erasureId(), located.conversations().size(), located.byTopic());
        return located;
    }

    private Plan known() {
        Plan noted = new Plan();
        for (Found found : tools.erasures().found(journal.state())) {
            noted.add(found);
            if (found.namesConversation()) {
                noted.add(new ErasureCompleted.Conversation(found.dataset(), found.id()));
            }
        }
        return noted;
    }

    private void erase() throws InterruptedException {
        if (plan.found().isEmpty()) {
            return;
        }
        // The tombstones that follow are then the first of new segments; what is on the way lies in old ones.
        Map<String, Map<String, String>> before = new TreeMap<>();
        List<String> onTheWay = internal.onTheWay();
        for (String topic : onTheWay) {
            before.put(topic, tools.topics().overrides(topic, TopicSettings.TOUCHED));
        }
        journal.settings(before);
        try {
            before.keySet().forEach(topic -> tools.topics().set(topic, TopicSettings.ROLLING));
            new Tombstones(request.erasureId(), tools.reader(), tools.writer(), tools.alive()).write(plan);
            passAll();
            for (String topic : onTheWay) {
                purge(topic);
            }
        } finally {
            compaction.restore(before);
        }
    }

    /** Waits until stream and ledger have read all that there is now, the stream through its inner topics too. */
    private void passAll() throws InterruptedException {
        passage.await(tools.stream(), "the stream that prepares", SUBMITTED);
        for (String topic : internal.onTheWay()) {
            passage.await(tools.stream(), "the stream that prepares", List.of(topic));
        }
        passage.await(tools.ledger(), "the ledger", NOTED);
    }

    /**
     * Children that are about to be born are found once they are. Whoever augments may hold examples that it fetched long ago;
     * an instance that is turned off holds none, and what is compacted it will not read.
     */
    private void passAugmentation() throws InterruptedException {
        String group = Augmentations.consumerGroup(tools.stream());
        if (tools.topics().isRead(group)) {
            passage.await(group, "augmentation", PREPARED);
            passAll();
        }
    }

    /** Streams does it too, twice a minute. */
    private void purge(String topic) {
        Map<TopicPartition, Long> read = new HashMap<>();
        tools.topics().committed(tools.stream()).forEach((partition, offset) -> {
            if (partition.topic().equals(topic)) {
                read.put(partition, offset);
            }
        });
        tools.topics().deleteBefore(read);
    }

    private List<String> filesErased() throws InterruptedException {
        if (journal.state().files().isEmpty()) {
            return List.of();
        }
        journal.at(Status.WAITING_FOR_FILES);
        while (true) {
            tools.alive().run();
            Optional<FilesErased> erased = tools.erasures().filesErased(request.erasureId());
            if (erased.isPresent()) {
                return erased.get().removed();
            }
            journal.waiting("ingest, to remove the bytes of uploaded files");
            Thread.sleep(BETWEEN_LOOKS);
        }
    }

    private void complete(Proof proof, List<ErasureCompleted.TopicProof> proofs, Traced traced, List<String> files) {
        ErasureCompleted receipt =
                proof.receipt(proofs, traced, files, tools.clock().instant().getEpochSecond());
        tools.writer()
                .write(List.of(
                        Envelopes.record(receipt, receipt.completedAt()),
                        Envelopes.tombstone(Topics.ERASURES_REQUESTED, request.erasureId()),
                        Envelopes.tombstone(Topics.ERASURES_LOCATED, request.erasureId())));
        LOG.infof(
                "Erasure completed erasure=%s conversations=%d topics=%s",
                receipt.erasureId(), receipt.conversations(), proofs);
    }
}
