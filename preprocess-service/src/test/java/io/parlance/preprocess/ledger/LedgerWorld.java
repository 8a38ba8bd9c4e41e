package io.parlance.preprocess.ledger;

import io.micrometer.core.instrument.MeterRegistry;
import io.parlance.contracts.Change;
import io.parlance.contracts.ConversationRejected;
import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.DatasetCounted;
import io.parlance.contracts.DropReason;
import io.parlance.contracts.Embedding;
import io.parlance.contracts.Event;
import io.parlance.contracts.ExampleDropped;
import io.parlance.contracts.ExamplePrepared;
import io.parlance.contracts.Parent;
import io.parlance.contracts.Source;
import io.parlance.contracts.Split;
import io.parlance.contracts.TokenIds;
import io.parlance.contracts.TokenSpan;
import io.parlance.contracts.Topics;
import io.parlance.contracts.Traits;
import io.parlance.contracts.Turn;
import io.parlance.contracts.Violation;
import io.parlance.preprocess.Sha256;
import io.parlance.preprocess.stream.EventJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;

/** The ledger without a broker: events in, counts and places out. */
final class LedgerWorld implements AutoCloseable {
    private static final String SHA = "0123456789abcdef".repeat(4);
    private static final List<Turn> TURNS = List.of(new Turn("user", "Hi"), new Turn("assistant", "Hello"));

    private final TopologyTestDriver driver;
    private final Map<String, TestInputTopic<byte[], byte[]>> inputs = new HashMap<>();
    private final Map<String, List<byte[]>> written = new HashMap<>();

    LedgerWorld(MeterRegistry registry) {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "ledger-test");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        try {
            settings.put(
                    StreamsConfig.STATE_DIR_CONFIG,
                    Files.createTempDirectory("parlance-ledger").toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        driver = new TopologyTestDriver(
                new LedgerTopology(new LedgerCounters(registry), Duration.ofMillis(500)).build(), settings);
    }

    void write(String topic, byte[] value) {
        written.computeIfAbsent(topic, t -> new ArrayList<>()).add(value);
        inputs.computeIfAbsent(
                        topic, t -> driver.createInputTopic(t, new ByteArraySerializer(), new ByteArraySerializer()))
                .pipeInput(null, value, 1_000L);
    }

    void tombstone(String topic, String key) {
        inputs.get(topic).pipeInput(key.getBytes(StandardCharsets.UTF_8), null, 1_000L);
    }

    /** The value of a record that was written without a key. */
    byte[] written(String topic, int index) {
        return written.get(topic).get(index);
    }

    /** @param headers names and values by turns */
    void write(String topic, String key, byte[] value, String... headers) {
        RecordHeaders kafkaHeaders = new RecordHeaders();
        for (int i = 0; i < headers.length; i += 2) {
            kafkaHeaders.add(headers[i], headers[i + 1].getBytes(StandardCharsets.UTF_8));
        }
        inputs.computeIfAbsent(
                        topic, t -> driver.createInputTopic(t, new ByteArraySerializer(), new ByteArraySerializer()))
                .pipeInput(new TestRecord<>(
                        key == null ? null : key.getBytes(StandardCharsets.UTF_8), value, kafkaHeaders, 1_000L));
    }

    void write(Event event) {
        write(event.topic(), EventJson.write(event));
    }

    void submit(String dataset, String id) {
        submit(dataset, id, null, null);
    }

    void submitOf(String subject, String dataset, String id) {
        write(new ConversationSubmitted(
                id, dataset, TURNS, Map.of(), List.of(), null, List.of(), null, subject, null, null));
    }

    void submit(String dataset, String id, Source source, Parent parent) {
        write(new ConversationSubmitted(
                id, dataset, TURNS, Map.of(), List.of(), null, List.of(), null, null, source, parent));
    }

    void prepare(String dataset, String id, Split split) {
        prepare(dataset, id, split, 100, Traits.NONE);
    }

    void prepare(String dataset, String id, Split split, int tokens, Traits traits) {
        write(new ExamplePrepared(
                id,
                dataset,
                split,
                TURNS,
                new TokenIds(new int[tokens]),
                List.of(new TokenSpan(2, 4)),
                new Embedding(0.5f),
                "base",
                SHA,
                SHA,
                SHA,
                List.of(),
                null,
                traits));
    }

    static Traits part(int part, int parts) {
        return new Traits(null, null, null, null, null, null, part, parts, List.of());
    }

    void drop(String dataset, String id, DropReason reason, Change... changes) {
        write(new ExampleDropped(id, dataset, reason, "said in the test", null, List.of(changes)));
    }

    void reject(String dataset, String rejectionId, String conversationId, String origin) {
        write(new ConversationRejected(
                rejectionId,
                origin,
                1L,
                conversationId,
                List.of(new Violation("messages", "is missing")),
                1,
                SHA,
                2,
                dataset));
    }

    /** Lets so much time pass that everything is told, and gives all that was told since the last call, per dataset. */
    Map<String, List<DatasetCounted>> told() {
        driver.advanceWallClockTime(Duration.ofMillis(500));
        driver.advanceWallClockTime(Duration.ofMillis(500));
        Map<String, List<DatasetCounted>> told = new LinkedHashMap<>();
        driver.createOutputTopic(Topics.DATASETS_COUNTED, new StringDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList()
                .forEach(record -> told.computeIfAbsent(record.key(), k -> new ArrayList<>())
                        .add(EventJson.read(record.value(), DatasetCounted.class)));
        return told;
    }

    Figures figures(String dataset) {
        KeyValueStore<byte[], byte[]> store = driver.getKeyValueStore(LedgerStores.FIGURES);
        Figures figures = Figures.none();
        try (KeyValueIterator<byte[], byte[]> found = LedgerStores.figuresOf(store, dataset)) {
            while (found.hasNext()) {
                KeyValue<byte[], byte[]> entry = found.next();
                figures.take(FigureKey.of(entry.key), entry.value);
            }
        }
        return figures;
    }

    /** Submissions by the digest of their subject's name. */
    List<Place> ofSubject(String subject) {
        KeyValueStore<byte[], byte[]> store = driver.getKeyValueStore(LedgerStores.SUBJECTS);
        List<Place> places = new ArrayList<>();
        try (KeyValueIterator<byte[], byte[]> found = LedgerStores.placesOf(store, Sha256.of(subject))) {
            found.forEachRemaining(entry -> places.add(LedgerStores.placeOf(entry.key, entry.value)));
        }
        return places;
    }

    /** Everything that lies in the store. */
    int entries(String store) {
        KeyValueStore<byte[], byte[]> entries = driver.getKeyValueStore(store);
        int count = 0;
        try (KeyValueIterator<byte[], byte[]> all = entries.all()) {
            while (all.hasNext()) {
                all.next();
                count++;
            }
        }
        return count;
    }

    List<Place> places(String conversationId) {
        KeyValueStore<byte[], byte[]> store = driver.getKeyValueStore(LedgerStores.PLACES);
        List<Place> places = new ArrayList<>();
        try (KeyValueIterator<byte[], byte[]> found = LedgerStores.placesOf(store, conversationId)) {
            found.forEachRemaining(entry -> places.add(Place.of(entry.key, entry.value)));
        }
        return places;
    }

    @Override
    public void close() {
        driver.close();
    }
}
