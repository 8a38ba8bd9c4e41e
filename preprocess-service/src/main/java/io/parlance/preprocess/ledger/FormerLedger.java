package io.parlance.preprocess.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jboss.logging.Logger;

/**
 * What a ledger left behind whose stores had another form. Nobody erases anything in it any more, though it holds the ids of
 * conversations, so it is removed as soon as no instance runs it.
 */
final class FormerLedger {
    private static final Logger LOG = Logger.getLogger(FormerLedger.class);
    private static final List<String> TOPICS =
            List.of("places-changelog", "figures-changelog", "told-changelog", "by-dataset-repartition");

    private final String applicationId;
    private final Path folder;

    /** @param stateDir folder of the ledger's applications */
    FormerLedger(String applicationId, Path stateDir) {
        this.applicationId = applicationId;
        this.folder = stateDir.resolve(applicationId);
    }

    /** @return whether nothing of it is left; if not, an instance still runs it */
    boolean remove(Admin admin) throws ExecutionException, InterruptedException {
        Set<String> there = admin.listTopics().names().get();
        Set<String> topics = TOPICS.stream()
                .map(name -> applicationId + "-" + name)
                .filter(there::contains)
                .collect(Collectors.toSet());
        if (topics.isEmpty() && !Files.exists(folder)) {
            return true;
        }
        if (isRun(admin)) {
            return false;
        }
        unless(
                UnknownTopicOrPartitionException.class,
                admin.deleteTopics(topics).all());
        unless(
                GroupIdNotFoundException.class,
                admin.deleteConsumerGroups(List.of(applicationId)).all());
        removeFolder();
        LOG.infof("Former ledger removed application=%s topics=%d", applicationId, topics.size());
        return true;
    }

    private boolean isRun(Admin admin) throws ExecutionException, InterruptedException {
        try {
            ConsumerGroupDescription group = admin.describeConsumerGroups(List.of(applicationId))
                    .describedGroups()
                    .get(applicationId)
                    .get();
            return !group.members().isEmpty();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return false;
            }
            throw e;
        }
    }

    /** Another instance may have done it. */
    private static void unless(Class<? extends Exception> done, KafkaFuture<Void> deletion)
            throws ExecutionException, InterruptedException {
        try {
            deletion.get();
        } catch (ExecutionException e) {
            if (!done.isInstance(e.getCause())) {
                throw e;
            }
        }
    }

    private void removeFolder() {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the folder %s of a former ledger cannot be removed; remove it by hand".formatted(folder), e);
        }
    }
}
