package io.parlance.preprocess.erasure;

import io.parlance.contracts.ErasureCompleted;
import io.parlance.contracts.ErasureRequested;
import io.parlance.contracts.FilesErased;
import io.parlance.contracts.Topics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the records of the erasures' topics say. The same records in the same order say the same, whoever reads them. */
final class KnownErasures {
    /** In the order in which they were asked for, which is the order in which they are worked off. */
    private final Map<String, Known> known = new LinkedHashMap<>();

    private final Map<String, ErasureState> states = new HashMap<>();
    private final Map<String, FilesErased> filesErased = new HashMap<>();

    /** Newest first. */
    List<Known> all() {
        List<Known> all = new ArrayList<>();
        int open = 0;
        for (Known erasure : known.values()) {
            all.add(asItIs(erasure, open));
            open += erasure.receipt() == null ? 1 : 0;
        }
        all.sort(Comparator.comparingLong(Known::requestedAt).reversed());
        return all;
    }

    Optional<Known> find(String id) {
        int open = 0;
        for (Known erasure : known.values()) {
            if (erasure.id().equals(id)) {
                return Optional.of(asItIs(erasure, open));
            }
            open += erasure.receipt() == null ? 1 : 0;
        }
        return Optional.empty();
    }

    private Known asItIs(Known erasure, int openBefore) {
        return erasure.with(states.get(erasure.id()), erasure.receipt() == null ? openBefore : 0);
    }

    Optional<FilesErased> filesErased(String id) {
        return Optional.ofNullable(filesErased.get(id));
    }

    /** States that are still there although the receipt is written: somebody was killed before he had cleaned up. */
    List<ErasureState> leftOver() {
        return states.values().stream()
                .filter(state -> known.containsKey(state.erasureId())
                        && known.get(state.erasureId()).receipt() != null)
                .toList();
    }

    /**
     * The next record of a topic.
     *
     * @throws org.apache.kafka.common.errors.SerializationException when it is in another form
     */
    void take(String topic, String key, byte[] value) {
        switch (topic) {
            case Topics.ERASURES_REQUESTED -> requested(key, value);
            case Topics.ERASURES_STATES -> state(key, value);
            case Topics.FILES_ERASED -> {
                if (value != null) {
                    filesErased.put(key, ErasureJson.read(value, FilesErased.class));
                }
            }
            default -> {
                if (value != null) {
                    known.put(key, Known.of(ErasureJson.read(value, ErasureCompleted.class)));
                }
            }
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
}
