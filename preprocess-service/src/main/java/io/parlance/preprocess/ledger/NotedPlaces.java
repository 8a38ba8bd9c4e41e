package io.parlance.preprocess.ledger;

import io.parlance.contracts.ConversationRules;
import io.parlance.contracts.Topics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** Where the records lie that one task has read. */
final class NotedPlaces {
    private final KeyValueStore<byte[], byte[]> store;

    NotedPlaces(KeyValueStore<byte[], byte[]> store) {
        this.store = store;
    }

    void note(Place place) {
        store.put(place.key(), place.value());
    }

    /** Whether this refusal was told before: a client that sends its request again repeats its refusals, ids and all. */
    boolean hasRejection(String rejectionId) {
        try (KeyValueIterator<byte[], byte[]> found = LedgerStores.placesOf(store, rejectionId)) {
            while (found.hasNext()) {
                KeyValue<byte[], byte[]> entry = found.next();
                if (Place.of(entry.key, entry.value).kind() == RecordKind.REJECTED) {
                    return true;
                }
            }
            return false;
        }
    }

    /**
     * Takes out what a tombstone takes out of its topic: the places before it in its partition, under the conversation that
     * its key names. What other records say of the conversation stays until they have tombstones of their own.
     *
     * @param key of a conversation, of one of its parts, or of a rejection
     * @return ids of what was taken out, by dataset
     */
    Map<String, String> forget(String topic, int partition, long offset, String key) {
        Map<String, String> forgotten = new LinkedHashMap<>();
        forgetNamed(key, topic, partition, offset, forgotten);
        if (forgotten.isEmpty() && topic.equals(Topics.EXAMPLES_PREPARED)) {
            forgetNamed(key.replaceFirst("#[0-9]+$", ""), topic, partition, offset, forgotten);
        }
        return forgotten;
    }

    /** 'file-1/c' may be conversation c of dataset file-1 or conversation 'file-1/c' of live. */
    private void forgetNamed(String key, String topic, int partition, long offset, Map<String, String> forgotten) {
        int slash = key.indexOf('/');
        forget(key, ConversationRules.DEFAULT_DATASET, topic, partition, offset, forgotten);
        forget(key, null, topic, partition, offset, forgotten);
        if (slash > 0) {
            forget(key.substring(slash + 1), key.substring(0, slash), topic, partition, offset, forgotten);
        }
    }

    /** @param dataset null for a rejection, whose id is the same in all of them */
    private void forget(
            String id, String dataset, String topic, int partition, long offset, Map<String, String> forgotten) {
        List<Place> places = new ArrayList<>();
        try (KeyValueIterator<byte[], byte[]> found = LedgerStores.placesOf(store, id)) {
            while (found.hasNext()) {
                KeyValue<byte[], byte[]> entry = found.next();
                Place place = Place.of(entry.key, entry.value);
                boolean meant = dataset == null
                        ? place.kind() == RecordKind.REJECTED
                        : place.dataset().equals(dataset) && place.kind() != RecordKind.CHILD;
                if (meant && place.topic().equals(topic) && place.partition() == partition && place.offset() < offset) {
                    places.add(place);
                }
            }
        }
        for (Place place : places) {
            store.delete(place.key());
            place.elsewhere().ifPresent(other -> store.delete(other.key()));
            forgotten.put(place.dataset(), id);
        }
    }
}
