package io.parlance.broker;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** server.properties of a broker that is alone: KRaft, broker and controller in one, on loopback. */
final class ServerProperties {
    private ServerProperties() {}

    static String of(int port, int controllerPort, Path topics, Map<String, String> overrides) {
        var lines = new LinkedHashMap<String, String>();
        lines.put("process.roles", "broker,controller");
        lines.put("node.id", "1");
        lines.put("listeners", "PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d".formatted(port, controllerPort));
        lines.put("advertised.listeners", "PLAINTEXT://127.0.0.1:%d".formatted(port));
        lines.put("controller.listener.names", "CONTROLLER");
        lines.put("controller.quorum.voters", "1@127.0.0.1:%d".formatted(controllerPort));
        lines.put("log.dirs", topics.toString().replace("\\", "\\\\"));
        // Our topics are made with their settings; a mistyped name shall fail, not come to life.
        lines.put("auto.create.topics.enable", "false");
        // One broker: nothing can be replicated.
        lines.put("default.replication.factor", "1");
        lines.put("min.insync.replicas", "1");
        lines.put("offsets.topic.replication.factor", "1");
        lines.put("transaction.state.log.replication.factor", "1");
        lines.put("transaction.state.log.min.isr", "1");
        lines.put("share.coordinator.state.topic.replication.factor", "1");
        lines.put("share.coordinator.state.topic.min.isr", "1");
        // Few partitions: 50 of each would be made at the first use, which takes seconds.
        lines.put("offsets.topic.num.partitions", "4");
        lines.put("transaction.state.log.num.partitions", "4");
        lines.put("share.coordinator.state.topic.num.partitions", "1");
        // After a SIGKILL the new process is let in when the dead one's session ends (default 9 s).
        lines.put("broker.session.timeout.ms", "4000");
        lines.put("broker.heartbeat.interval.ms", "500");
        lines.put("group.initial.rebalance.delay.ms", "0");
        // A conversation may hold messages of several MB; ingest states and guards the limit.
        lines.put("message.max.bytes", "16777216");
        lines.put("replica.fetch.max.bytes", "16777216");
        lines.put("socket.request.max.bytes", "104857600");
        // Small heap: the cleaner's default buffer alone would take 128 MiB.
        lines.put("log.cleaner.dedupe.buffer.size", "16777216");
        // Somebody waits for an erasure, which waits for these; looking costs next to nothing (15 s, 5 min, 30 s, 1
        // min).
        lines.put("log.cleaner.backoff.ms", "1000");
        lines.put("log.retention.check.interval.ms", "5000");
        lines.put("log.initial.task.delay.ms", "5000");
        lines.put("log.segment.delete.delay.ms", "1000");
        lines.put("num.network.threads", "2");
        lines.put("num.io.threads", "4");
        lines.put("background.threads", "2");
        lines.putAll(overrides);
        return lines.entrySet().stream()
                .map(line -> line.getKey() + "=" + line.getValue() + "\n")
                .collect(Collectors.joining());
    }
}
