package io.parlance.preprocess.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parlance.contracts.Topics;
import io.parlance.preprocess.placement.DatasetMemory;
import io.parlance.preprocess.recipe.Recipe;
import io.parlance.preprocess.split.Splits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.header.Header;
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

/** The topology without a broker: records in, events out. */
final class StreamWorld implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TopologyTestDriver driver;
    private final TestInputTopic<byte[], byte[]> submitted;

    StreamWorld(PreprocessTopology topology) {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, ownFolder().toString());
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        driver = new TopologyTestDriver(topology.build(), settings);
        submitted = driver.createInputTopic(
                Topics.CONVERSATIONS_SUBMITTED, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** The driver's own default is one folder for all runs on a machine. */
    private static Path ownFolder() {
        try {
            return Files.createTempDirectory("parlance-topology");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As by the standard recipe. */
    static DatasetMemory.Settings datasets(Splits splits) {
        return new DatasetMemory.Settings(Recipe.standard().duplicates(), splits, 10_000, 16);
    }

    /** An event as a reader sees it. */
    record Seen(String topic, String key, JsonNode value, Map<String, String> headers) {
        boolean isTombstone() {
            return value == null;
        }

        String text(String field) {
            return value.path(field).asText(null);
        }
    }

    void submit(byte[] value, Map<String, String> headers, long timestamp) {
        RecordHeaders kafkaHeaders = new RecordHeaders();
        headers.forEach((name, text) -> kafkaHeaders.add(name, text.getBytes(StandardCharsets.UTF_8)));
        submitted.pipeInput(new TestRecord<>(null, value, kafkaHeaders, timestamp));
    }

    void submit(String value) {
        submit(value.getBytes(StandardCharsets.UTF_8), Map.of(), 1_000);
    }

    /** A conversation of one question and one answer. */
    void submit(String id, String question, String answer) {
        ObjectNode conversation = JSON.createObjectNode().put("id", id);
        conversation.putArray("messages").addObject().put("role", "user").put("content", question);
        conversation.withArray("messages").addObject().put("role", "assistant").put("content", answer);
        submit(conversation.toString());
    }

    /** A tombstone. @param headers names and values by turns */
    void erase(String key, String... headers) {
        write(key, null, headers);
    }

    /** @param key or null. @param value or null. @param headers names and values by turns */
    void write(String key, String value, String... headers) {
        RecordHeaders kafkaHeaders = new RecordHeaders();
        for (int i = 0; i < headers.length; i += 2) {
            kafkaHeaders.add(headers[i], headers[i + 1].getBytes(StandardCharsets.UTF_8));
        }
        submitted.pipeInput(new TestRecord<>(bytes(key), bytes(value), kafkaHeaders, 1_000L));
    }

    private static byte[] bytes(String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    /** What was written to a store's changelog since the last call, deletions with null. */
    List<KeyValue<String, byte[]>> changes(String store) {
        return driver.createOutputTopic(
                        "test-" + store + "-changelog", new StringDeserializer(), new ByteArrayDeserializer())
                .readKeyValuesToList();
    }

    /** Everything in a store. */
    List<String> keys(String store) {
        KeyValueStore<String, byte[]> entries = store(store);
        List<String> keys = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> all = entries.all()) {
            all.forEachRemaining(entry -> keys.add(entry.key));
        }
        return keys;
    }

    /** All outcomes since the last call. */
    List<Seen> outcomes() {
        List<Seen> seen = new ArrayList<>();
        for (String topic : List.of(Topics.CONVERSATIONS_REJECTED, Topics.EXAMPLES_DROPPED, Topics.EXAMPLES_PREPARED)) {
            driver.createOutputTopic(topic, new StringDeserializer(), new ByteArrayDeserializer())
                    .readRecordsToList()
                    .forEach(record -> seen.add(new Seen(topic, record.key(), json(record.value()), headers(record))));
        }
        return seen;
    }

    /** Values of all topics, internal ones and changelogs included. */
    List<String> everythingWritten() {
        List<String> written = new ArrayList<>();
        for (String topic : driver.producedTopicNames()) {
            driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                    .readRecordsToList()
                    .forEach(record -> written.add(new String(record.value(), StandardCharsets.UTF_8)));
        }
        return written;
    }

    <V> KeyValueStore<String, V> store(String name) {
        return driver.getKeyValueStore(name);
    }

    private static Map<String, String> headers(TestRecord<?, ?> record) {
        Map<String, String> headers = new java.util.TreeMap<>();
        for (Header header : record.headers()) {
            headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
        }
        return headers;
    }

    private static JsonNode json(byte[] value) {
        try {
            return value == null ? null : JSON.readTree(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        driver.close();
    }
}
