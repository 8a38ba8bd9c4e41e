package io.parlance.preprocess.ledger.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.parlance.contracts.Embedding;
import io.parlance.contracts.OffsetRange;
import io.parlance.contracts.Split;
import io.parlance.preprocess.dataset.RecordLog;
import io.parlance.preprocess.ledger.answer.Nearest.Compared;
import io.parlance.preprocess.ledger.answer.Nearest.Neighbour;
import io.parlance.preprocess.stream.EventJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
    private static final Compared SELF = example("self", "live", 1, 0);

    @Test
    void ordersTheOthersOfTheDatasetByTheirCosine() {
        // Given
        RecordLog log = new InMemory(List.of(
                SELF,
                example("across", "live", 0, 1),
                example("near", "live", 4, 3),
                example("same", "live", 2, 0),
                example("elsewhere", "file-1", 1, 0)));
        // When
        Nearest.Answer answer = Nearest.of(SELF, log, 2, 1_000);
        // Then
        assertThat(answer.neighbours())
                .containsExactly(new Neighbour("same", Split.TRAIN, 1), new Neighbour("near", Split.TRAIN, 0.8));
        assertThat(answer.scanned()).isEqualTo(3);
        assertThat(answer.complete()).isTrue();
    }

    @Test
    void saysWhenOlderExamplesWereLeftOut() {
        // Given
        RecordLog log = new InMemory(List.of(example("old", "live", 1, 0), example("new", "live", 1, 1)));
        // When
        Nearest.Answer answer = Nearest.of(SELF, log, 10, 1);
        // Then
        assertThat(answer.neighbours()).extracting(Neighbour::id).containsExactly("new");
        assertThat(answer.complete()).isFalse();
    }

    @Test
    void countsAConversationOfSeveralExamplesByItsNearest() {
        // Given
        RecordLog log = new InMemory(
                List.of(example("long", "live", 0, 1), example("long", "live", 1, 0), example("long", "live", 0, 1)));
        // When
        Nearest.Answer answer = Nearest.of(SELF, log, 10, 1_000);
        // Then
        assertThat(answer.neighbours()).containsExactly(new Neighbour("long", Split.TRAIN, 1));
    }

    private static Compared example(String id, String dataset, float x, float y) {
        return new Compared(id, dataset, Split.TRAIN, new Embedding(x, y));
    }

    /** One partition; a tombstone and a foreign record stand before the examples. */
    private record InMemory(List<Compared> examples) implements RecordLog {
        private static final int BEFORE = 2;

        @Override
        public List<OffsetRange> extent(String topic) {
            return List.of(new OffsetRange(0, 0, BEFORE + examples.size()));
        }

        @Override
        public void read(String topic, List<OffsetRange> ranges, Reader each) {
            for (OffsetRange range : ranges) {
                for (long offset = range.from(); offset < range.to(); offset++) {
                    each.record(0, offset, null, value((int) offset));
                }
            }
        }

        private byte[] value(int offset) {
            return switch (offset) {
                case 0 -> null;
                case 1 -> "no json".getBytes(StandardCharsets.UTF_8);
                default -> EventJson.write(examples.get(offset - BEFORE));
            };
        }
    }
}
