package io.parlance.endtoend.world;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parlance.contracts.ArtifactRef;
import io.parlance.contracts.BaseModelImported;
import io.parlance.contracts.CloudEvent;
import io.parlance.contracts.ModelRef;
import io.parlance.model.TinyModel;
import io.parlance.model.artifact.HuggingFaceFolder;
import io.parlance.model.artifact.store.ArtifactStore;
import io.parlance.model.artifact.store.ModelDescription;
import io.parlance.model.artifact.store.StagedModel;
import io.parlance.model.artifact.store.StoredModel;
import io.parlance.model.text.ChatFormat;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A base model of 95,000 weights in an artifact store, announced as the trainer would. Reads as much as a real one. */
final class TinyBase {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ID = "tiny-chat";
    private static final int CONTEXT = 2_048;

    private TinyBase() {}

    static void announce(URI store, String bootstrapServers) throws IOException, InterruptedException {
        BaseModelImported event = importInto(store);
        var record = new ProducerRecord<>(event.topic(), event.key(), JSON.writeValueAsBytes(event));
        CloudEvent.of(event, ID, "/parlance/drill", Instant.now()).headers().forEach((name, value) -> record.headers()
                .add(name, value.getBytes(StandardCharsets.UTF_8)));
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers, "acks", "all");
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            producer.send(record).get();
        } catch (ExecutionException e) {
            throw new IOException(
                    "the base model was not announced: " + e.getCause().getMessage(), e.getCause());
        }
    }

    private static BaseModelImported importInto(URI store) throws IOException {
        try (StagedModel staged = ArtifactStore.at(store).stage(ID)) {
            Path folder = TinyModel.write(staged.folder(), 1);
            set(folder.resolve("config.json"), "max_position_embeddings");
            set(folder.resolve("tokenizer_config.json"), "model_max_length");
            ChatFormat format = HuggingFaceFolder.open(folder).chatFormat();
            String tokenizer = format.tokenizer().sha256();
            StoredModel stored =
                    staged.commit(ModelDescription.base(tokenizer, format.templateSha256(), new TreeMap<>()));
            return new BaseModelImported(
                    new ModelRef(ID, new ArtifactRef(stored.manifest().toString(), stored.sha256(), stored.bytes())),
                    "folder:tiny-chat",
                    "LlamaForCausalLM",
                    95_000,
                    tokenizer,
                    format.templateSha256());
        }
    }

    private static void set(Path file, String field) throws IOException {
        ObjectNode json = (ObjectNode) JSON.readTree(Files.readString(file));
        json.put(field, CONTEXT);
        Files.writeString(file, JSON.writeValueAsString(json));
    }
}
