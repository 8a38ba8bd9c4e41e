package io.parlance.evaluator.announcement;

import java.util.HashMap;
import java.util.Map;

/** The settings that every Kafka client of this service shares. */
final class KafkaSettings {
    private final String bootstrapServers;

    KafkaSettings(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    Map<String, Object> reading() {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("isolation.level", "read_committed");
        settings.put("enable.auto.commit", false);
        settings.put("auto.offset.reset", "earliest");
        settings.put("allow.auto.create.topics", false);
        return settings;
    }

    /** Reading as one of a group whose work may take hours; a member that died is noticed by its missing heartbeats. */
    Map<String, Object> readingInGroup(String group) {
        Map<String, Object> settings = reading();
        settings.put("group.id", group);
        settings.put("max.poll.records", 1);
        settings.put("max.poll.interval.ms", 24 * 60 * 60 * 1000);
        settings.put("session.timeout.ms", 10_000);
        settings.put("heartbeat.interval.ms", 3_000);
        return settings;
    }

    Map<String, Object> transacting(String transactionalId) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("acks", "all");
        settings.put("enable.idempotence", true);
        settings.put("transactional.id", transactionalId);
        settings.put("transaction.timeout.ms", 30_000);
        return settings;
    }
}
