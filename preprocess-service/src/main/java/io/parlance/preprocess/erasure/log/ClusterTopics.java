package io.parlance.preprocess.erasure.log;

import io.parlance.preprocess.AdminAsking;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.InterruptException;

/** The cluster's topics: their names, settings and ends, and how far consumer groups are. */
public final class ClusterTopics implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final String bootstrapServers;
    private final Admin admin;

    public ClusterTopics(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        this.admin = Admin.create(AdminAsking.settings(bootstrapServers, PATIENCE));
    }

    public Set<String> names() {
        return answer("list its topics", admin.listTopics().names());
    }

    /** A topic's own values of some settings; those that follow the broker are missing. */
    public Map<String, String> overrides(String topic, Set<String> names) {
        Map<String, String> overrides = new TreeMap<>();
        for (ConfigEntry entry : settings(topic).entries()) {
            if (names.contains(entry.name()) && entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG) {
                overrides.put(entry.name(), entry.value());
            }
        }
        return overrides;
    }

    /** A setting in force, whoever said it. */
    public String setting(String topic, String name) {
        return settings(topic).get(name).value();
    }

    private Config settings(String topic) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return answer(
                        "describe topic " + topic,
                        admin.describeConfigs(List.of(resource)).all())
                .get(resource);
    }

    /** Gives a topic values of its own; its other settings stay. */
    public void set(String topic, Map<String, String> settings) {
        alter(
                topic,
                settings.entrySet().stream()
                        .map(setting -> new AlterConfigOp(
                                new ConfigEntry(setting.getKey(), setting.getValue()), AlterConfigOp.OpType.SET))
                        .toList());
    }

    /** Makes a topic's own values of some settings what they were. @param overrides those it had of its own */
    public void restore(String topic, Set<String> names, Map<String, String> overrides) {
        List<AlterConfigOp> ops = new ArrayList<>();
        for (String name : names) {
            String value = overrides.get(name);
            ops.add(new AlterConfigOp(
                    new ConfigEntry(name, value == null ? "" : value),
                    value == null ? AlterConfigOp.OpType.DELETE : AlterConfigOp.OpType.SET));
        }
        alter(topic, ops);
    }

    private void alter(String topic, Collection<AlterConfigOp> ops) {
        answer(
                "change the settings of " + topic,
                admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic), ops))
                        .all());
    }

    /** Where the next records will go; behind transactions that are not over yet. */
    public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        partitions.forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        answer("tell where topics end", admin.listOffsets(latest).all())
                .forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    /** What a group has committed; partitions without are missing. */
    public Map<TopicPartition, Long> committed(String group) {
        Map<TopicPartition, Long> committed = new HashMap<>();
        answer(
                        "tell how far the group " + group + " is",
                        admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                .forEach((partition, position) -> {
                    if (position != null) {
                        committed.put(partition, position.offset());
                    }
                });
        return committed;
    }

    /** Whether anybody reads in this group at the moment. */
    public boolean isRead(String group) {
        try {
            return !answer(
                            "describe the group " + group,
                            admin.describeConsumerGroups(List.of(group))
                                    .describedGroups()
                                    .get(group))
                    .members()
                    .isEmpty();
        } catch (KafkaException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return false;
            }
            throw e;
        }
    }

    /** Takes away all records before these offsets. */
    public void deleteBefore(Map<TopicPartition, Long> offsets) {
        Map<TopicPartition, RecordsToDelete> before = new HashMap<>();
        offsets.forEach((partition, offset) -> before.put(partition, RecordsToDelete.beforeOffset(offset)));
        answer("delete records", admin.deleteRecords(before).all());
    }

    private <T> T answer(String what, KafkaFuture<T> future) {
        try {
            return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new KafkaException(
                    "Kafka at %s did not %s: %s"
                            .formatted(bootstrapServers, what, e.getCause().getMessage()),
                    e.getCause());
        } catch (TimeoutException e) {
            throw new KafkaException("Kafka at %s did not %s in time".formatted(bootstrapServers, what), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
