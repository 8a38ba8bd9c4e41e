package io.parlance.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parlance.contracts.Topics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * All that can be read from a broker, the topics of Kafka Streams included: how much there is, and where something is said or a
 * conversation has a record.
 */
final class TopicContents {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> OF_CONVERSATIONS = Set.of(
            Topics.CONVERSATIONS_SUBMITTED,
            Topics.CONVERSATIONS_REJECTED,
            Topics.EXAMPLES_PREPARED,
            Topics.EXAMPLES_DROPPED);

    private final Map<String, Long> records = new TreeMap<>();
    private final Map<String, Long> withMark = new TreeMap<>();
    private final Map<String, Set<Object>> places = new TreeMap<>();
    private final byte[] mark;
    private final byte[] said;
    private final String idMark;
    private long all;
    private long named;

    private TopicContents(String mark) {
        this.idMark = mark;
        this.mark = ErasableConversations.bytes(mark);
        this.said = ErasableConversations.bytes(ErasableConversations.said(mark));
    }

    /** @param mark what is searched for, see {@link ErasableConversations} */
    static TopicContents read(String bootstrapServers, String mark) throws IOException {
        var contents = new TopicContents(mark);
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "auto.offset.reset",
                "earliest",
                "enable.auto.commit",
                false,
                "fetch.max.wait.ms",
                50,
                "max.poll.records",
                5_000);
        try (var in = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            in.listTopics().forEach((topic, of) -> {
                if (!topic.startsWith("__")) {
                    of.forEach(one -> partitions.add(new TopicPartition(topic, one.partition())));
                }
            });
            in.assign(partitions);
            in.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = in.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> in.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : in.poll(Duration.ofMillis(200))) {
                    contents.take(record);
                }
            }
        }
        return contents;
    }

    private void take(ConsumerRecord<byte[], byte[]> record) throws IOException {
        all++;
        if (record.value() == null) {
            return;
        }
        String topic = record.topic();
        if (OF_CONVERSATIONS.contains(topic)) {
            // A record that was written again is the same one, and a refusal that is told again has the same id.
            Object identity = topic.equals(Topics.CONVERSATIONS_REJECTED)
                    ? ByteBuffer.wrap(record.key())
                    : (Object) place(record);
            if (places.computeIfAbsent(topic, t -> new HashSet<>()).add(identity)) {
                records.merge(topic, 1L, Long::sum);
            }
        }
        if (isOfMark(record)) {
            withMark.merge(topic, 1L, Long::sum);
        }
    }

    private boolean isOfMark(ConsumerRecord<byte[], byte[]> record) throws IOException {
        if (holds(record.value(), said) || record.key() != null && holds(record.key(), mark)) {
            return true;
        }
        if (!OF_CONVERSATIONS.contains(record.topic()) || !holds(record.value(), mark)) {
            return false;
        }
        // Others may name an erased one, as what they resembled.
        named++;
        JsonNode json = JSON.readTree(record.value());
        return json.path("id").asText().startsWith(idMark)
                || json.path("conversationId").asText().startsWith(idMark);
    }

    private static long place(ConsumerRecord<byte[], byte[]> record) {
        Header kept = record.headers().lastHeader("parlance-kept");
        long offset = record.offset();
        if (kept != null) {
            String former = new String(kept.value(), StandardCharsets.UTF_8);
            offset = Long.parseLong(former.substring(former.indexOf('@') + 1));
        }
        return offset << 8 | record.partition();
    }

    static boolean holds(byte[] bytes, byte[] wanted) {
        outer:
        for (int from = 0; from <= bytes.length - wanted.length; from++) {
            for (int i = 0; i < wanted.length; i++) {
                if (bytes[from + i] != wanted[i]) {
                    continue outer;
                }
            }
            return true;
        }
        return false;
    }

    /** Records with a value on one of the four topics of conversations, each counted once. */
    long on(String topic) {
        return records.getOrDefault(topic, 0L);
    }

    /** Records with a value that say what bears the mark, or are a marked conversation's, by topic. */
    Map<String, Long> withMark() {
        return withMark;
    }

    /** Records of others that name a marked conversation. */
    long named() {
        return named;
    }

    long all() {
        return all;
    }
}
