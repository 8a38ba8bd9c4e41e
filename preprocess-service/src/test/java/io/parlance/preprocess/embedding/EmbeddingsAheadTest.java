package io.parlance.preprocess.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parlance.contracts.Embedding;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class EmbeddingsAheadTest {
    private final List<List<String>> batches = new CopyOnWriteArrayList<>();

    @Test
    void computesTogetherWhatWasToldAndAnswersEachTextWithItsOwn() {
        // Given
        try (EmbeddingsAhead ahead = new EmbeddingsAhead(this::lengths, 2)) {
            List<String> texts = IntStream.range(1, 201).mapToObj("x"::repeat).toList();
            ahead.tell(texts);
            // When
            List<Embedding> answers = texts.stream().map(ahead::embed).toList();
            // Then
            assertThat(answers).isEqualTo(lengths(texts));
            assertThat(batches).hasSizeLessThanOrEqualTo(5);
        }
    }

    @Test
    void answersWhatNobodyTold() {
        try (EmbeddingsAhead ahead = new EmbeddingsAhead(this::lengths, 1)) {
            assertThat(ahead.embed("four")).isEqualTo(new Embedding(4));
        }
    }

    @Test
    void forgetsWhatIsNeverAskedForAndStaysRight() {
        // Given
        try (EmbeddingsAhead ahead = new EmbeddingsAhead(this::lengths, 1)) {
            ahead.tell(List.of("first"));
            List<String> others =
                    IntStream.range(0, 5_000).mapToObj(i -> "other " + i).toList();
            // When
            ahead.tell(others);
            // Then
            assertThat(ahead.embed("first")).isEqualTo(new Embedding(5));
            assertThat(ahead.embed("other 4999")).isEqualTo(new Embedding(10));
        }
    }

    @Test
    void leavesNobodyWaitingWhenItIsClosed() throws InterruptedException {
        // Given
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        EmbeddingsAhead ahead = new EmbeddingsAhead(
                texts -> {
                    if (texts.contains("slow")) {
                        working.countDown();
                        awaitUninterruptibly(goOn);
                    }
                    return lengths(texts);
                },
                1);
        ahead.tell(List.of("slow"));
        working.await();
        ahead.tell(List.of("queued"));
        // When
        ahead.close();
        // Then
        assertThat(ahead.embed("queued")).isEqualTo(new Embedding(6));
        goOn.countDown();
        assertThat(ahead.embed("slow")).isEqualTo(new Embedding(4));
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        boolean done = false;
        while (!done) {
            try {
                latch.await();
                done = true;
            } catch (InterruptedException closing) {
                // A batch at work is not broken off.
            }
        }
    }

    @Test
    void blamesATextForNothingThatAnotherOfItsBatchDid() {
        try (EmbeddingsAhead ahead = new EmbeddingsAhead(this::lengths, 1)) {
            ahead.tell(List.of("good", "broken"));
            assertThat(ahead.embed("good")).isEqualTo(new Embedding(4));
            assertThatThrownBy(() -> ahead.embed("broken")).hasMessage("it is broken");
        }
    }

    private List<Embedding> lengths(List<String> texts) {
        batches.add(new ArrayList<>(texts));
        if (texts.contains("broken")) {
            throw new IllegalStateException("it is broken");
        }
        return texts.stream().map(text -> new Embedding(text.length())).toList();
    }
}
