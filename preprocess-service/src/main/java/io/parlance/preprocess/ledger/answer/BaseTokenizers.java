package io.parlance.preprocess.ledger.answer;

import io.parlance.contracts.ArtifactRef;
import io.parlance.contracts.BaseModelImported;
import io.parlance.contracts.Topics;
import io.parlance.model.artifact.HuggingFaceFolder;
import io.parlance.model.artifact.store.ArtifactStore;
import io.parlance.model.artifact.store.StoredModel;
import io.parlance.model.text.Tokenizer;
import io.parlance.preprocess.CommittedReading;
import io.parlance.preprocess.PreprocessConfig;
import io.parlance.preprocess.Refusal;
import io.parlance.preprocess.ledger.LedgerAwayException;
import io.parlance.preprocess.stream.EventJson;
import jakarta.enterprise.context.ApplicationScoped;
import java.lang.ref.SoftReference;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The tokenizers of base models that were imported, by their digests: an example is shown by the one it was prepared with,
 * also after another base took over. Kept as long as memory allows.
 */
@ApplicationScoped
public class BaseTokenizers {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(100);

    private final String bootstrapServers;
    private final ArtifactStore store;
    private final Map<String, SoftReference<Tokenizer>> opened = new HashMap<>();

    public BaseTokenizers(PreprocessConfig config) {
        bootstrapServers = config.bootstrapServers();
        store = ArtifactStore.at(config.artifacts());
    }

    /**
     * The tokenizer of this digest.
     *
     * @param baseModel as the example names it, for words only
     * @throws Refusal when no base that was imported and can be opened has it
     */
    synchronized Tokenizer of(String sha256, String baseModel) {
        SoftReference<Tokenizer> kept = opened.get(sha256);
        Tokenizer tokenizer = kept == null ? null : kept.get();
        if (tokenizer == null) {
            tokenizer = open(sha256, baseModel);
            opened.put(sha256, new SoftReference<>(tokenizer));
        }
        return tokenizer;
    }

    private Tokenizer open(String sha256, String baseModel) {
        BaseModelImported base = announced().stream()
                .filter(announced -> announced.tokenizerSha256().equals(sha256))
                .findFirst()
                .orElseThrow(() -> otherTokenizer(
                        sha256, baseModel, "no base model with that tokenizer is announced on models.imported.v1"));
        ArtifactRef artifact = base.model().artifact();
        Tokenizer found;
        try {
            found = HuggingFaceFolder.open(
                            store.open(new StoredModel(URI.create(artifact.uri()), artifact.sha256(), artifact.bytes()))
                                    .folder())
                    .chatFormat()
                    .tokenizer();
        } catch (RuntimeException e) {
            throw otherTokenizer(sha256, baseModel, "it cannot be opened (%s)".formatted(e.getMessage()));
        }
        if (!found.sha256().equals(sha256)) {
            throw otherTokenizer(sha256, baseModel, "the artifact store's has digest " + found.sha256());
        }
        return found;
    }

    private static Refusal otherTokenizer(String sha256, String baseModel, String why) {
        return Refusal.of(
                409,
                "the example was prepared with base model '%s' and its tokenizer %s, which is not at hand: %s. Another tokenizer would show other tokens; import that base model again"
                        .formatted(baseModel, sha256, why),
                null,
                "tokenizer_differs");
    }

    private List<BaseModelImported> announced() {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                CommittedReading.settings(bootstrapServers, PATIENCE),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.MODELS_IMPORTED).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<BaseModelImported> announced = new ArrayList<>();
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                if (System.nanoTime() > deadline) {
                    throw new LedgerAwayException("%s could not be read to its end".formatted(Topics.MODELS_IMPORTED));
                }
                for (ConsumerRecord<byte[], byte[]> found : consumer.poll(POLL)) {
                    read(found).ifPresent(announced::add);
                }
            }
            return announced.reversed();
        } catch (KafkaException e) {
            throw new LedgerAwayException("%s cannot be read from Kafka at %s (%s)"
                    .formatted(Topics.MODELS_IMPORTED, bootstrapServers, e.getMessage()));
        }
    }

    private static Optional<BaseModelImported> read(ConsumerRecord<byte[], byte[]> found) {
        try {
            return Optional.ofNullable(found.value()).map(value -> EventJson.read(value, BaseModelImported.class));
        } catch (SerializationException e) {
            // The stream, which follows the same topic, has said so in the log.
            return Optional.empty();
        }
    }
}
