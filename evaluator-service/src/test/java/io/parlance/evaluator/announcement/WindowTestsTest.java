package io.parlance.evaluator.announcement;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.parlance.contracts.ArtifactRef;
import io.parlance.contracts.DatasetWindow;
import io.parlance.contracts.Embedding;
import io.parlance.contracts.ExamplePrepared;
import io.parlance.contracts.Hyperparameters;
import io.parlance.contracts.ModelRef;
import io.parlance.contracts.ModelTrained;
import io.parlance.contracts.OffsetRange;
import io.parlance.contracts.Split;
import io.parlance.contracts.TokenIds;
import io.parlance.contracts.TokenSpan;
import io.parlance.contracts.Topics;
import io.parlance.contracts.Turn;
import io.parlance.evaluator.evaluation.Candidacy;
import io.parlance.evaluator.evaluation.TestExample;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class WindowTestsTest {
    private static final String SHA = "0123456789abcdef".repeat(4);
    private static final String OTHER = "f".repeat(64);
    private final ObjectMapper mapper = new ObjectMapper();
    private final WindowTests window =
            new WindowTests(trainedOn(5), new WindowTests.Digests(SHA, SHA), new EventJson(mapper, Clock.systemUTC()));

    @Test
    void scoresTheTestSplitOfItsDatasetAndSaysWhatElseThereWas() throws IOException {
        // When
        window.add(record("a", example("a", "live", Split.TEST, SHA)));
        window.add(record("b", example("b", "live", Split.TEST, OTHER)));
        window.add(record("c", example("c", "file-1", Split.TEST, SHA)));
        window.add(record("d", example("d", "live", Split.TRAIN, SHA)));
        window.add(record("e", example("e", "live", Split.TRAIN, SHA)));
        window.add(record("f", example("f", "live", Split.VALIDATION, SHA)));
        window.add(record("g", "{".getBytes(StandardCharsets.UTF_8)));
        // Then
        assertThat(window.tests()).extracting(TestExample::conversationId).containsExactly("a");
        assertThat(window.passedOver()).isEqualTo(new Candidacy.PassedOver(1, 1, 3));
        assertThat(window.passedOver().inWords())
                .isEqualTo("; 1 test examples of another tokenizer or template were left out,"
                        + " 1 records could not be read, 3 examples that it was trained on are erased since");
    }

    @Test
    void passesOverTombstonesAndTheMarksOfACompaction() throws IOException {
        // When
        window.add(record("a", example("a", "live", Split.TEST, SHA)));
        window.add(record("b", null));
        window.add(record("roll/0", null));
        for (String id : List.of("d", "e", "f", "g", "h")) {
            window.add(record(id, example(id, "live", Split.TRAIN, SHA)));
        }
        // Then
        assertThat(window.tests()).hasSize(1);
        assertThat(window.passedOver()).isEqualTo(Candidacy.PassedOver.NOTHING);
        assertThat(window.passedOver().inWords()).isEmpty();
    }

    @Test
    void scoresARecordOnceThatWasWrittenAgain() throws IOException {
        // When
        window.add(record("a", example("a", "live", Split.TEST, SHA)));
        window.add(record("a", example("a", "live", Split.TEST, SHA)));
        // Then
        assertThat(window.tests()).hasSize(1);
    }

    @Test
    void findsBehindTheWindowWhatAnErasureOfOthersWroteAgain() throws IOException {
        // When
        window.addKept(kept("a", "0@7", Split.TEST));
        window.addKept(kept("a", "0@7", Split.TEST));
        window.addKept(kept("b", "0@100", Split.TEST));
        window.addKept(kept("c", "1@7", Split.TEST));
        window.addKept(record("d", example("d", "live", Split.TEST, SHA)));
        window.addKept(kept("e", "0@8", Split.TRAIN));
        // Then
        assertThat(window.tests()).extracting(TestExample::conversationId).containsExactly("a");
        assertThat(window.passedOver()).isEqualTo(new Candidacy.PassedOver(0, 0, 4));
    }

    private ConsumerRecord<String, byte[]> kept(String id, String former, Split split) throws IOException {
        ConsumerRecord<String, byte[]> kept = record(id, example(id, "live", split, SHA));
        kept.headers().add("parlance-kept", former.getBytes(StandardCharsets.UTF_8));
        return kept;
    }

    @Test
    void quotesNothingOfARecordThatCannotBeRead() {
        EventJson json = new EventJson(mapper, Clock.systemUTC());
        byte[] bytes = "{\"messages\":[\"my number is 12345\"]}".getBytes(StandardCharsets.UTF_8);
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> json.read(bytes, ExamplePrepared.class)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("messages")
                .hasMessageNotContaining("12345")
                .hasNoCause();
    }

    private static ConsumerRecord<String, byte[]> record(String key, byte[] value) {
        ConsumerRecord<String, byte[]> record = new ConsumerRecord<>(Topics.EXAMPLES_PREPARED, 0, 0, key, value);
        record.headers().add("ce_id", key.getBytes(StandardCharsets.UTF_8));
        return record;
    }

    private byte[] example(String id, String dataset, Split split, String tokenizer) throws IOException {
        return mapper.writeValueAsBytes(new ExamplePrepared(
                id,
                dataset,
                split,
                List.of(new Turn("user", "Hi"), new Turn("assistant", "Hello")),
                new TokenIds(1, 2, 3),
                List.of(new TokenSpan(1, 3)),
                new Embedding(1),
                "tiny",
                tokenizer,
                SHA,
                SHA));
    }

    private static ModelTrained trainedOn(long examples) {
        ModelRef model = new ModelRef("m", new ArtifactRef("file:///m/manifest.json", SHA, 1));
        return new ModelTrained(
                "ftjob-1",
                model,
                model,
                new DatasetWindow("live", Topics.EXAMPLES_PREPARED, List.of(new OffsetRange(0, 0, 100))),
                new Hyperparameters(1, 8, 1e-3, 0, 8, 16, 0, 256, 1),
                examples,
                0,
                0,
                100,
                1.0,
                null,
                "fp32",
                "cpu");
    }
}
