package io.parlance.broker;

import io.parlance.contracts.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes the topics that are missing in a cluster; those that exist are left as they are. */
public final class TopicCreator {
    private static final Duration LONGEST_WAIT_FOR_LEADERS = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final String bootstrapServers;

    public TopicCreator(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /** Names of the topics that were made. */
    public List<String> createMissing(Collection<Topic> wanted) {
        try (var admin =
                Admin.create(Map.of("bootstrap.servers", bootstrapServers, "default.api.timeout.ms", "30000"))) {
            var existing = admin.listTopics().names().get();
            var missing = wanted.stream()
                    .filter(topic -> !existing.contains(topic.name()))
                    .toList();
            var outcomes = admin.createTopics(
                            missing.stream().map(TopicCreator::newTopic).toList())
                    .values();
            List<String> made = new ArrayList<>();
            for (Topic topic : missing) {
                try {
                    outcomes.get(topic.name()).get();
                    made.add(topic.name());
                } catch (ExecutionException e) {
                    // Another process was faster, or the list was older than the topic; that is the wished-for state.
                    if (!(e.getCause() instanceof TopicExistsException)) throw e;
                }
            }
            awaitLeaders(
                    admin,
                    missing.stream()
                            .filter(topic -> made.contains(topic.name()))
                            .toList());
            return made;
        } catch (ExecutionException e) {
            throw new BrokerException(
                    "The topics cannot be made at %s: %s. Check that the cluster runs and lets us create topics."
                            .formatted(bootstrapServers, e.getCause().getMessage()),
                    e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokerException("Interrupted while making the topics", e);
        }
    }

    /**
     * Returns when the leaders of these topics answer. A first record sent before is turned away while those behind it
     * are on their way, and a producer of this Kafka version may then not get its partition going for two minutes.
     */
    private static void awaitLeaders(Admin admin, List<Topic> topics) throws ExecutionException, InterruptedException {
        var latest = new HashMap<TopicPartition, OffsetSpec>();
        for (Topic topic : topics) {
            for (int partition = 0; partition < topic.partitions(); partition++)
                latest.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
        }
        Instant deadline = Instant.now().plus(LONGEST_WAIT_FOR_LEADERS);
        while (true) {
            try {
                admin.listOffsets(latest).all().get();
                return;
            } catch (ExecutionException e) {
                // Right after it is made, a topic may not be known to the broker that is asked.
                if (!(e.getCause() instanceof RetriableException)
                        || Instant.now().isAfter(deadline)) throw e;
                Thread.sleep(PAUSE);
            }
        }
    }

    private static NewTopic newTopic(Topic topic) {
        // Replication is the cluster's own default, so that an existing cluster keeps its rule.
        return new NewTopic(topic.name(), Optional.of(topic.partitions()), Optional.empty()).configs(topic.settings());
    }
}
