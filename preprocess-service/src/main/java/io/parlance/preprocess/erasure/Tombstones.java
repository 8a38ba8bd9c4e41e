package io.parlance.preprocess.erasure;

import io.parlance.contracts.ConversationKey;
import io.parlance.contracts.ErasureCompleted.Conversation;
import io.parlance.contracts.Topics;
import io.parlance.preprocess.erasure.compaction.Marks;
import io.parlance.preprocess.erasure.log.LogReader;
import io.parlance.preprocess.erasure.log.LogWriter;
import io.parlance.preprocess.erasure.log.Offsets;
import io.parlance.preprocess.intake.TombstoneHeaders;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The tombstones of an erasure. One for each conversation, under its own key, goes the conversation's way through all
 * states; one for each record, under the key that the record really has and in its partition, has compaction take it. A
 * record without a key gets one all the same, for those who remember where it lay.
 */
final class Tombstones {
    private final String erasureId;
    private final LogReader reader;
    private final LogWriter writer;
    private final Runnable alive;
    private final Set<Conversation> underTheirKey = new HashSet<>();

    /** @param alive called again and again */
    Tombstones(String erasureId, LogReader reader, LogWriter writer, Runnable alive) {
        this.erasureId = erasureId;
        this.reader = reader;
        this.writer = writer;
        this.alive = alive;
    }

    /** Writes them all; when it is done again, again. */
    void write(Plan plan) {
        Map<TopicPartition, List<Found>> byPartition = new HashMap<>();
        for (Found found : plan.found()) {
            byPartition
                    .computeIfAbsent(found.topicPartition(), p -> new ArrayList<>())
                    .add(found);
        }
        byPartition.forEach((partition, records) -> write(partition, plan.offsets(partition), records));
        for (Conversation conversation : plan.conversations()) {
            if (!underTheirKey.contains(conversation)) {
                alive.run();
                writer.add(tombstone(
                        Topics.CONVERSATIONS_SUBMITTED,
                        null,
                        keyOf(conversation),
                        conversation.dataset(),
                        conversation.id()));
            }
        }
        writer.flush();
    }

    private static byte[] keyOf(Conversation conversation) {
        return Envelopes.bytes(ConversationKey.of(conversation.dataset(), conversation.id()));
    }

    /** Most records have their conversation's key: then one tombstone is enough for both. */
    private void note(TopicPartition partition, byte[] key, Found found) {
        if (partition.topic().equals(Topics.CONVERSATIONS_SUBMITTED) && found.namesConversation()) {
            Conversation conversation = new Conversation(found.dataset(), found.id());
            if (Arrays.equals(key, keyOf(conversation))) {
                underTheirKey.add(conversation);
            }
        }
    }

    private void write(TopicPartition partition, Offsets offsets, List<Found> records) {
        records.sort(Comparator.comparingLong(Found::offset));
        // Both go by the offset; what is compacted away is missing among those that are read.
        int[] next = new int[1];
        reader.each(partition, offsets, record -> {
            while (next[0] < records.size() && records.get(next[0]).offset() < record.offset()) {
                next[0]++;
            }
            if (next[0] < records.size()
                    && records.get(next[0]).offset() == record.offset()
                    && record.value() != null) {
                Found found = records.get(next[0]);
                byte[] key = record.key() != null
                        ? record.key()
                        : Envelopes.bytes("gone/%d/%d".formatted(partition.partition(), record.offset()));
                writer.add(tombstone(partition.topic(), partition.partition(), key, found.dataset(), found.id()));
                note(partition, key, found);
            }
            return true;
        });
        writer.flush();
    }

    private ProducerRecord<byte[], byte[]> tombstone(
            String topic, Integer partition, byte[] key, String dataset, String id) {
        ProducerRecord<byte[], byte[]> tombstone = new ProducerRecord<>(topic, partition, key, null);
        tombstone.headers().add(Marks.ERASURE, Envelopes.bytes(erasureId));
        if (dataset != null && id != null) {
            tombstone
                    .headers()
                    .add(TombstoneHeaders.DATASET, Envelopes.bytes(dataset))
                    .add(TombstoneHeaders.CONVERSATION, Envelopes.bytes(id));
        }
        return tombstone;
    }
}
