package io.parlance.inference;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parlance.broker.TestBroker;
import io.parlance.contracts.ArtifactRef;
import io.parlance.contracts.BaseModelImported;
import io.parlance.contracts.CloudEvent;
import io.parlance.contracts.Event;
import io.parlance.contracts.ModelPromoted;
import io.parlance.contracts.ModelRef;
import io.parlance.contracts.Topics;
import io.parlance.model.TinyModel;
import io.parlance.model.artifact.HuggingFaceFolder;
import io.parlance.model.artifact.Weights;
import io.parlance.model.artifact.store.ArtifactStore;
import io.parlance.model.artifact.store.ModelDescription;
import io.parlance.model.artifact.store.StagedModel;
import io.parlance.model.artifact.store.StoredModel;
import io.parlance.model.onnx.ServedForm;
import io.parlance.model.onnx.ServedFormWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** What surrounds the service in its tests: the broker, an artifact store with tiny models, and who announces them. */
final class TestWorld {
    static final String BASE = "tiny-base";

    /** JVM-wide, because Quarkus loads test classes with more than one class loader. */
    private static final String ARTIFACTS = "parlance.test.artifacts";

    private static final ObjectMapper JSON = new ObjectMapper();

    private TestWorld() {}

    static Path artifacts() {
        synchronized (System.getProperties()) {
            String made = System.getProperty(ARTIFACTS);
            if (made != null) {
                return Path.of(made);
            }
            try {
                Path folder = Files.createTempDirectory("parlance-artifacts");
                System.setProperty(ARTIFACTS, folder.toString());
                Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
                return folder;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A tiny model in the store, served form included. @param seed decides its weights */
    static ModelRef store(String id, long seed) {
        try (StagedModel staged = ArtifactStore.at(artifacts().toUri()).stage(folderName(id))) {
            HuggingFaceFolder folder = HuggingFaceFolder.open(TinyModel.write(staged.folder(), seed));
            try (Weights weights = folder.openWeights()) {
                ServedFormWriter.write(
                        folder.config(),
                        weights,
                        ServedForm.FP32,
                        staged.folder().resolve("onnx"));
            }
            StoredModel stored = staged.commit(ModelDescription.base(
                    folder.chatFormat().tokenizer().sha256(),
                    folder.chatFormat().templateSha256(),
                    new TreeMap<>(Map.of("seed", Long.toString(seed)))));
            return new ModelRef(id, new ArtifactRef(stored.manifest().toString(), stored.sha256(), stored.bytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path folder(String id) {
        return artifacts().resolve("models").resolve(folderName(id));
    }

    private static String folderName(String id) {
        return id.replace(':', '-');
    }

    static void importBase(ModelRef model) {
        HuggingFaceFolder folder = HuggingFaceFolder.open(folder(model.id()));
        publish(new BaseModelImported(
                model,
                "folder:tiny",
                "LlamaForCausalLM",
                81_000,
                folder.chatFormat().tokenizer().sha256(),
                folder.chatFormat().templateSha256()));
    }

    static void promote(ModelRef model) {
        publish(new ModelPromoted(ModelPromoted.CHAT, model, BASE, BASE, "eval-" + UUID.randomUUID()));
    }

    static void withdrawPromotion() {
        send(new ProducerRecord<>(Topics.MODELS_PROMOTED, ModelPromoted.CHAT, null));
    }

    /** What was told of these answers; waits until all of them are. */
    static Map<String, ConsumerRecord<String, byte[]>> served(String... ids) {
        Map<String, ConsumerRecord<String, byte[]>> told = new HashMap<>();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", TestBroker.bootstrapServers()),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(consumer.partitionsFor(Topics.COMPLETIONS_SERVED).stream()
                    .map(p -> new TopicPartition(p.topic(), p.partition()))
                    .toList());
            consumer.seekToBeginning(consumer.assignment());
            Instant deadline = Instant.now().plusSeconds(20);
            while (!told.keySet().containsAll(List.of(ids))) {
                if (Instant.now().isAfter(deadline)) {
                    throw new AssertionError("of %s only %s were told".formatted(List.of(ids), told.keySet()));
                }
                consumer.poll(Duration.ofMillis(200)).forEach(message -> told.put(message.key(), message));
            }
        }
        return told;
    }

    static void publish(Event event) {
        publish(TestBroker.bootstrapServers(), event);
    }

    static void publish(String bootstrapServers, Event event) {
        try {
            ProducerRecord<String, byte[]> message =
                    new ProducerRecord<>(event.topic(), event.key(), JSON.writeValueAsBytes(event));
            CloudEvent.of(event, UUID.randomUUID().toString(), "/parlance/test", Instant.now())
                    .headers()
                    .forEach((name, value) -> message.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
            send(bootstrapServers, message);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void send(ProducerRecord<String, byte[]> message) {
        send(TestBroker.bootstrapServers(), message);
    }

    private static void send(String bootstrapServers, ProducerRecord<String, byte[]> message) {
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
                new StringSerializer(),
                new ByteArraySerializer())) {
            producer.send(message).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
