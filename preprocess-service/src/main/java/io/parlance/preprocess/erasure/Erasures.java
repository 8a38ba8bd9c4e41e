package io.parlance.preprocess.erasure;

import io.parlance.contracts.ErasureCompleted;
import io.parlance.contracts.ErasureRequested;
import io.parlance.contracts.FilesErased;
import io.parlance.contracts.Topics;
import io.parlance.preprocess.erasure.log.LogReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
    private final Map<String, Known> known = new LinkedHashMap<>();
    private final Map<String, ErasureState> states = new HashMap<>();
    private final Map<String, FilesErased> filesErased = new HashMap<>();

    /** @param reader taken over */
    Erasures(LogReader reader) {
        this.reader = reader;
    }

    /** Newest first. */
    synchronized List<Known> all() {
        readOn();
        return known.values().stream()
                .map(this::withState)
                .sorted(Comparator.comparingLong(Known::requestedAt).reversed())
                .toList();
    }

    synchronized Optional<Known> find(String id) {
        readOn();
        return Optional.ofNullable(known.get(id)).map(this::withState);
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
        return Optional.ofNullable(filesErased.get(id));
    }

    /** States that are still there although the receipt is written: somebody was killed before he had cleaned up. */
    synchronized List<ErasureState> leftOver() {
        readOn();
        return states.values().stream()
                .filter(state -> known.containsKey(state.erasureId())
                        && known.get(state.erasureId()).receipt() != null)
                .toList();
    }

    static String chunkKey(String id, int chunk) {
        return id + "/" + chunk;
    }

    private Known withState(Known erasure) {
        ErasureState state = states.get(erasure.id());
        return state == null ? erasure : erasure.with(state);
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
            switch (record.topic()) {
                case Topics.ERASURES_REQUESTED -> requested(key, record.value());
                case Topics.ERASURES_STATES -> state(key, record.value());
                case Topics.FILES_ERASED -> {
                    if (record.value() != null) {
                        filesErased.put(key, ErasureJson.read(record.value(), FilesErased.class));
                    }
                }
                default -> {
                    if (record.value() != null) {
                        known.put(key, Known.of(ErasureJson.read(record.value(), ErasureCompleted.class)));
                    }
                }
            }
        } catch (SerializationException e) {
            LOG.errorf(
                    e,
                    "Record of an erasure unreadable, it is passed over topic=%s offset=%d",
                    record.topic(),
                    record.offset());
        }
    }

    private void requested(String key, byte[] value) {
        if (value != null) {
            Known request = Known.of(ErasureJson.read(value, ErasureRequested.class));
            known.merge(key, request, (there, again) -> there.receipt() == null ? again : there);
        } else if (known.containsKey(key) && known.get(key).receipt() == null) {
            known.remove(key);
        }
    }

    private void state(String key, byte[] value) {
        if (key.indexOf('/') >= 0) {
            return; // a piece of a plan, or the mark of a compaction
        }
        if (value == null) {
            states.remove(key);
        } else {
            states.put(key, ErasureJson.read(value, ErasureState.class));
        }
    }

    @Override
    public void close() {
        reader.close();
    }
}
