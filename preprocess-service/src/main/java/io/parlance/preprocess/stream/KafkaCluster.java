package io.parlance.preprocess.stream;

import io.parlance.contracts.Topic;
import io.parlance.contracts.Topics;
import io.parlance.preprocess.AdminAsking;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jboss.logging.Logger;

/** The cluster as this service needs it: within reach, and with the topics it reads and writes. */
public final class KafkaCluster implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(KafkaCluster.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final List<String> NEEDED = List.of(
            Topics.CONVERSATIONS_SUBMITTED,
            Topics.CONVERSATIONS_REJECTED,
            Topics.EXAMPLES_PREPARED,
            Topics.EXAMPLES_DROPPED,
            Topics.DATASETS_COUNTED,
            Topics.DATASETS_VERSIONED,
            Topics.MODELS_IMPORTED,
            Topics.TRAINING_REQUESTED,
            Topics.MODELS_TRAINED,
            Topics.MODELS_PROMOTED,
            Topics.ERASURES_REQUESTED,
            Topics.ERASURES_LOCATED,
            Topics.ERASURES_STATES,
            Topics.ERASURES_COMPLETED,
            Topics.FILES_ERASED);

    private final String bootstrapServers;
    private final Admin admin;

    public KafkaCluster(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        this.admin = Admin.create(AdminAsking.settings(bootstrapServers, PATIENCE));
    }

    /**
     * Makes the topics that are missing, as {@link Topics} describes them; leaves the others as they are.
     *
     * @throws MissingException when the broker is out of reach or refuses
     */
    public void ensureTopics() {
        Set<String> there = answer("list its topics", admin.listTopics().names());
        for (String name : NEEDED) {
            if (!there.contains(name)) {
                create(Topics.named(name));
            }
        }
    }

    private void create(Topic topic) {
        NewTopic created =
                new NewTopic(topic.name(), Optional.of(topic.partitions()), Optional.empty()).configs(topic.settings());
        try {
            answer(
                    "create topic " + topic.name(),
                    admin.createTopics(List.of(created)).all());
            awaitLeaders(topic);
            LOG.infof("Topic created name=%s partitions=%d", topic.name(), topic.partitions());
        } catch (MissingException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    /** A first record sent before the leaders answer may hold its partition up for two minutes. */
    private void awaitLeaders(Topic topic) {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        for (int partition = 0; partition < topic.partitions(); partition++) {
            latest.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
        }
        answer("find the leaders of " + topic.name(), admin.listOffsets(latest).all());
    }

    private <T> T answer(String what, KafkaFuture<T> future) {
        try {
            return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof org.apache.kafka.common.errors.TimeoutException) {
                throw silence(e.getCause());
            }
            throw new MissingException(
                    "Kafka at %s did not %s: %s"
                            .formatted(bootstrapServers, what, e.getCause().getMessage()),
                    e.getCause());
        } catch (TimeoutException e) {
            throw silence(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MissingException("interrupted while asking Kafka to " + what, e);
        }
    }

    private MissingException silence(Throwable cause) {
        return new MissingException(
                "Kafka at %s does not answer; start the broker, or set KAFKA_BOOTSTRAP_SERVERS to where it is"
                        .formatted(bootstrapServers),
                cause);
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
