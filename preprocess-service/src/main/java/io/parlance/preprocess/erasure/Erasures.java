package io.parlance.preprocess.erasure;

import io.parlance.contracts.FilesErased;
import io.parlance.contracts.Topics;
import io.parlance.preprocess.erasure.log.LogReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.jboss.logging.Logger;

/** All erasures, from their topics; each question first reads what was added since the last one. */
final class Erasures implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Erasures.class);
    private static final List<String> READ =
            List.of(Topics.ERASURES_REQUESTED, Topics.ERASURES_STATES, Topics.FILES_ERASED, Topics.ERASURES_COMPLETED);

    private final LogReader reader;
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private final KnownErasures known = new KnownErasures();

    /** @param reader taken over */
    Erasures(LogReader reader) {
        this.reader = reader;
    }

    /** Newest first. */
    synchronized List<Known> all() {
        readOn();
        return known.all();
    }

    synchronized Optional<Known> find(String id) {
        readOn();
        return known.find(id);
    }

    /** What was found for an erasure whose plan is whole. */
    synchronized List<Found> found(ErasureState state) {
        Map<String, List<Found>> chunks = new HashMap<>();
        for (TopicPartition partition : reader.partitions(Topics.ERASURES_STATES)) {
            reader.read(partition, 0, reader.end(partition), record -> {
                String key = new String(record.key(), StandardCharsets.UTF_8);
                if (key.startsWith(state.erasureId() + "/") && record.value() != null) {
                    chunks.put(key, List.of(ErasureJson.read(record.value(), Found[].class)));
                }
                return true;
            });
        }
        List<Found> found = new ArrayList<>();
        for (int chunk = 0; chunk < state.chunks(); chunk++) {
            List<Found> piece = chunks.get(chunkKey(state.erasureId(), chunk));
            if (piece == null) {
                throw new IllegalStateException(
                        "piece %d of %d of the plan of erasure %s is not on %s; was the topic emptied? Ask for the erasure again"
                                .formatted(chunk, state.chunks(), state.erasureId(), Topics.ERASURES_STATES));
            }
            found.addAll(piece);
        }
        return found;
    }

    synchronized Optional<FilesErased> filesErased(String id) {
        readOn();
        return known.filesErased(id);
    }

    /** States that are still there although the receipt is written: somebody was killed before he had cleaned up. */
    synchronized List<ErasureState> leftOver() {
        readOn();
        return known.leftOver();
    }

    static String chunkKey(String id, int chunk) {
        return id + "/" + chunk;
    }

    private void readOn() {
        for (String topic : READ) {
            for (TopicPartition partition : reader.partitions(topic)) {
                long end = reader.end(partition);
                reader.read(partition, positions.getOrDefault(partition, 0L), end, record -> {
                    take(record);
                    return true;
                });
                positions.put(partition, end);
            }
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null) {
            return;
        }
        String key = new String(record.key(), StandardCharsets.UTF_8);
        try {
            known.take(record.topic(), key, record.value());
        } catch (SerializationException e) {
            LOG.errorf(
                    e,
                    "Record of an erasure unreadable, it is passed over topic=%s offset=%d",
                    record.topic(),
                    record.offset());
        }
    }

    @Override
    public void close() {
        reader.close();
    }
}
