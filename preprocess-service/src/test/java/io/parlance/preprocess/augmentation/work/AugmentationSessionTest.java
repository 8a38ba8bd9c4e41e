package io.parlance.preprocess.augmentation.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.parlance.contracts.Embedding;
import io.parlance.contracts.ExamplePrepared;
import io.parlance.contracts.Split;
import io.parlance.contracts.Topics;
import io.parlance.contracts.Traits;
import io.parlance.contracts.Turn;
import io.parlance.preprocess.augmentation.AnyExample;
import io.parlance.preprocess.augmentation.Augmenter;
import io.parlance.preprocess.augmentation.Counts;
import io.parlance.preprocess.augmentation.Method;
import io.parlance.preprocess.augmentation.Parents;
import io.parlance.preprocess.augmentation.QualityGate;
import io.parlance.preprocess.augmentation.ReversedWords;
import io.parlance.preprocess.augmentation.Speakers;
import io.parlance.preprocess.augmentation.UnavailableException;
import io.parlance.preprocess.intake.FormerPlace;
import io.parlance.preprocess.intake.TombstoneHeaders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.internals.AutoOffsetResetStrategy;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AugmentationSessionTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TopicPartition PARTITION = new TopicPartition(Topics.EXAMPLES_PREPARED, 0);

    private final Map<TopicPartition, OffsetAndMetadata> earlier = new HashMap<>();

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>(AutoOffsetResetStrategy.EARLIEST.name()) {
        @Override
        public synchronized Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
            return earlier;
        }
    };

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<Method> methods = List.of(new ReversedWords("first"), new ReversedWords("second"));
    private long offset;

    @BeforeEach
    void beginAtTheBeginning() {
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
    }

    @Test
    void writesChildrenPositionsAndCountsInOneTransaction() throws IOException {
        // Given
        AugmentationSession session = session(1);
        arrive(AnyExample.of("c-1", new Turn("user", "one two"), new Turn("assistant", "yes")));
        arrive(AnyExample.of("c-2", new Turn("user", "same"), new Turn("assistant", "yes")));
        arrive(AnyExample.of(
                "c-3",
                "live",
                Split.TEST,
                Traits.NONE,
                List.of(new Turn("user", "one two"), new Turn("assistant", "yes"))));
        arrive(AnyExample.of("c-4", new Turn("user", "fails"), new Turn("assistant", "yes")));
        // When
        session.step(Duration.ZERO);
        // Then
        assertThat(producer.commitCount()).isOne();
        assertThat(producer.history()).hasSize(1);
        ProducerRecord<byte[], byte[]> record = producer.history().getFirst();
        JsonNode child = JSON.readTree(record.value());
        assertThat(record.topic()).isEqualTo(Topics.CONVERSATIONS_SUBMITTED);
        assertThat(new String(record.key(), StandardCharsets.UTF_8))
                .isEqualTo(child.get("id").asText())
                .startsWith("c-1~");
        assertThat(child.at("/messages/0/content").asText()).isEqualTo("two one");
        assertThat(child.at("/parent/conversationId").asText()).isEqualTo("c-1");
        assertThat(new String(record.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8))
                .isEqualTo("examples.prepared.v1-0@0~first@3");
        OffsetAndMetadata position = committed();
        assertThat(position.offset()).isEqualTo(4);
        assertThat(Tally.of(position.metadata()).byMethod())
                .isEqualTo(Map.of("first@3", new Counts(3, 1, 0, 1, 1), "second@3", new Counts(2, 0, 0, 1, 1)));
        assertThat(registry.get("parlance.preprocess.augmentations")
                        .tags("method", "first@3", "outcome", "passes")
                        .counter()
                        .count())
                .isOne();
    }

    @Test
    void triesMethodsUntilThereAreAsManyChildrenAsAllowed() {
        // Given
        AugmentationSession session = session(2);
        arrive(AnyExample.of("c-1", new Turn("user", "one two"), new Turn("assistant", "yes")));
        // When
        session.step(Duration.ZERO);
        // Then
        assertThat(producer.history()).hasSize(2);
        assertThat(producer.history().stream().map(r -> new String(r.key(), StandardCharsets.UTF_8)))
                .doesNotHaveDuplicates();
    }

    @Test
    void countsOnFromWhatWasCommittedBefore() {
        // Given
        String before = Tally.NONE.plus("first@3", new Counts(10, 9, 1, 0, 0)).toText();
        earlier.put(PARTITION, new OffsetAndMetadata(0, before));
        AugmentationSession session = session(1);
        arrive(AnyExample.of("c-1", new Turn("user", "one two"), new Turn("assistant", "yes")));
        // When
        session.step(Duration.ZERO);
        // Then
        assertThat(Tally.of(committed().metadata()).byMethod())
                .isEqualTo(Map.of("first@3", new Counts(11, 10, 1, 0, 0)));
    }

    @Test
    void passesOverTombstonesAndGibberish() {
        // Given
        AugmentationSession session = session(1);
        arrive((byte[]) null);
        arrive("{".getBytes(StandardCharsets.UTF_8));
        // When
        session.step(Duration.ZERO);
        // Then
        assertThat(producer.history()).isEmpty();
        assertThat(committed().offset()).isEqualTo(2);
    }

    @Test
    void givesAnExampleThatWasWrittenAgainNoChildrenAgain() throws IOException {
        // Given
        AugmentationSession session = session(1);
        ExamplePrepared example = AnyExample.of("c-1", new Turn("user", "one two"), new Turn("assistant", "yes"));
        ConsumerRecord<byte[], byte[]> kept =
                new ConsumerRecord<>(PARTITION.topic(), 0, offset++, new byte[] {1}, JSON.writeValueAsBytes(example));
        kept.headers().add(TombstoneHeaders.KEPT, new FormerPlace(0, 7).header());
        consumer.addRecord(kept);
        // When
        session.step(Duration.ZERO);
        // Then
        assertThat(producer.history()).isEmpty();
        assertThat(committed().offset()).isEqualTo(1);
    }

    @Test
    void commitsNothingWhenTheEngineIsAway() {
        // Given
        AugmentationSession session = session(1);
        arrive(AnyExample.of("c-1", new Turn("user", "one two"), new Turn("assistant", "yes")));
        arrive(AnyExample.of("c-2", new Turn("user", "away"), new Turn("assistant", "yes")));
        // When, then
        assertThatThrownBy(() -> session.step(Duration.ZERO)).isInstanceOf(UnavailableException.class);
        assertThat(producer.history()).isEmpty();
        assertThat(producer.consumerGroupOffsetsHistory()).isEmpty();
    }

    @Test
    void commitsNothingWhenTheBrokerFails() {
        // Given
        AugmentationSession session = session(1);
        arrive(AnyExample.of("c-1", new Turn("user", "one two"), new Turn("assistant", "yes")));
        producer.sendOffsetsToTransactionException = new KafkaException("gone");
        // When, then
        assertThatThrownBy(() -> session.step(Duration.ZERO)).hasMessage("gone");
        assertThat(producer.transactionAborted()).isTrue();
        assertThat(producer.history()).isEmpty();
        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void leavesNoClientBehindWhenItCannotBegin() {
        // Given
        producer.initTransactionException = new KafkaException("no coordinator");
        // When, then
        assertThatThrownBy(() -> session(1)).hasMessage("no coordinator");
        assertThat(producer.closed()).isTrue();
        assertThat(consumer.closed()).isTrue();
    }

    private AugmentationSession session(int maxChildren) {
        Augmenter augmenter = new Augmenter(new QualityGate(text -> new Embedding(1, 0), 0.7), Speakers.USER, 1);
        Family family = new Family(new Parents(Set.of(), 1, 1), augmenter, methods, maxChildren);
        AugmentationSession session = new AugmentationSession(consumer, producer, family, new BirthCounters(registry));
        consumer.rebalance(List.of(PARTITION));
        return session;
    }

    private void arrive(ExamplePrepared example) {
        try {
            arrive(JSON.writeValueAsBytes(example));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void arrive(byte[] value) {
        consumer.addRecord(new ConsumerRecord<>(PARTITION.topic(), 0, offset++, new byte[] {1}, value));
    }

    private OffsetAndMetadata committed() {
        return producer.consumerGroupOffsetsHistory()
                .getLast()
                .values()
                .iterator()
                .next()
                .get(PARTITION);
    }
}
