package io.parlance.preprocess.ledger;

import io.parlance.preprocess.Sha256;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** The ledger's state. Keys and values are bytes of its own making. */
final class LedgerStores {
    /** Where each conversation's records lie. Never what was said. */
    static final String PLACES = "places";

    /** The places of submissions once more, by the digest of their subject's name. */
    static final String SUBJECTS = "subjects";

    /** Counters per dataset and task. */
    static final String FIGURES = "figures";

    /** What each task last told of each dataset. */
    static final String TOLD = "told";

    /** The value of what only stands behind the places of an id while somebody looks through them. */
    static final byte[] END = {};

    private LedgerStores() {}

    /** Every key is written once, so a cache would only cost. */
    static StoreBuilder<?> places() {
        return writtenOnce(PLACES);
    }

    static StoreBuilder<?> subjects() {
        return writtenOnce(SUBJECTS);
    }

    private static StoreBuilder<?> writtenOnce(String name) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.ByteArray(), Serdes.ByteArray())
                .withCachingDisabled()
                .withLoggingEnabled(Map.of());
    }

    /** Few keys, each written again and again: the cache sends each on once per commit. */
    static StoreBuilder<?> figures() {
        return Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(FIGURES), Serdes.ByteArray(), Serdes.ByteArray())
                .withCachingEnabled()
                .withLoggingEnabled(Map.of());
    }

    static StoreBuilder<?> told() {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(TOLD), Serdes.String(), Serdes.ByteArray())
                .withCachingEnabled()
                .withLoggingEnabled(Map.of());
    }

    static KeyValueIterator<byte[], byte[]> placesOf(
            ReadOnlyKeyValueStore<byte[], byte[]> places, String conversationId) {
        return places.prefixScan(Place.prefix(conversationId), new ByteArraySerializer());
    }

    /** Two keys behind all places of an id and before those of the next one. */
    static List<byte[]> endsOf(String conversationId) {
        byte[] prefix = Place.prefix(conversationId);
        return Stream.of(0, 1)
                .map(last -> ByteBuffer.allocate(prefix.length + Short.BYTES)
                        .put(prefix)
                        // No dataset's name is so long.
                        .put((byte) 0xff)
                        .put(last.byteValue())
                        .array())
                .toList();
    }

    static boolean isPlace(KeyValue<byte[], byte[]> entry) {
        return entry.value.length > 0;
    }

    /** The key of a submission's place among those of its subject. */
    static byte[] subjectKey(Sha256 subject, Place place) {
        byte[] key = place.key();
        return ByteBuffer.allocate(Sha256.BYTES + key.length)
                .put(subject.toBytes())
                .put(key)
                .array();
    }

    static KeyValueIterator<byte[], byte[]> placesOf(ReadOnlyKeyValueStore<byte[], byte[]> subjects, Sha256 subject) {
        return subjects.prefixScan(subject.toBytes(), new ByteArraySerializer());
    }

    /** What {@link #subjectKey} made a key of. */
    static Place placeOf(byte[] subjectKey, byte[] value) {
        return Place.of(ByteBuffer.wrap(subjectKey).position(Sha256.BYTES), value);
    }

    static KeyValueIterator<byte[], byte[]> figuresOf(ReadOnlyKeyValueStore<byte[], byte[]> figures, String dataset) {
        byte[] from = FigureKey.prefix(dataset);
        byte[] to = Arrays.copyOf(from, from.length);
        to[to.length - 1] = 1;
        return figures.range(from, to);
    }
}
