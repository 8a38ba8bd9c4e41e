package io.parlance.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.parlance.model.TinyModel;
import io.parlance.model.artifact.ModelFormatException;
import io.parlance.model.artifact.safetensors.SafetensorsWeights;
import io.parlance.model.text.TokenIds;
import io.parlance.model.text.TokenSequence;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OnnxDecoderTest {
    /** A row alone and in a batch: sums in another order, at most. */
    private static final float BATCHED = 1e-5f;

    private static final DecoderOptions OPTIONS = new DecoderOptions(4, 200, 1);

    @TempDir
    private Path folder;

    @BeforeEach
    void writeTheModel() throws IOException {
        write(ServedForm.FP32);
    }

    private void write(ServedForm form) throws IOException {
        Path model = TinyModel.write(folder.resolve("model"), 11);
        try (SafetensorsWeights weights = SafetensorsWeights.open(model)) {
            ServedFormWriter.write(TinyModel.CONFIG, weights, form, onnx());
        }
    }

    private Path onnx() {
        return folder.resolve("onnx");
    }

    @ParameterizedTest
    @EnumSource
    void givesARowOfABatchTheLogitsItGetsAlone(ServedForm form) throws IOException {
        write(form);
        // Given: four slots at different positions, one of them pausing in the middle.
        try (Decoder decoder = OnnxDecoder.open(onnx(), OPTIONS)) {
            for (int slot = 0; slot < 4; slot++) {
                decoder.append(slot, tokens(slot, 10 + 30 * slot));
            }
            // When
            float[][] together = decoder.decode(
                    List.of(new Decoder.NextToken(3, 7), new Decoder.NextToken(0, 8), new Decoder.NextToken(1, 9)));
            float[] paused = decoder.decode(List.of(new Decoder.NextToken(2, 10)))[0];
            // Then
            int[] slots = {3, 0, 1};
            for (int i = 0; i < slots.length; i++) {
                decoder.reset(slots[i]);
                decoder.append(slots[i], tokens(slots[i], 10 + 30 * slots[i]));
                float[] alone = decoder.decode(List.of(new Decoder.NextToken(slots[i], 7 + i)))[0];
                assertThat(together[i]).as("slot %d", slots[i]).containsExactly(alone, within(BATCHED));
            }
            decoder.reset(2);
            decoder.append(2, tokens(2, 70));
            assertThat(decoder.append(2, TokenIds.of(10))).containsExactly(paused, within(BATCHED));
        }
    }

    @Test
    void scoresTheTrainedTokensOfAnExample() {
        // Given
        BitSet trained = new BitSet();
        trained.set(0);
        trained.set(3);
        trained.set(150, 190);
        TokenSequence example = new TokenSequence(tokens(5, 200), trained);
        try (Decoder decoder = OnnxDecoder.open(onnx(), OPTIONS)) {
            // When
            SequenceScore score = decoder.score(1, example);
            // Then
            double expected = 0;
            long right = 0;
            float[] logits = decoder.append(0, example.ids().slice(0, 1));
            for (int t = 1; t < example.size(); t++) {
                if (example.isTrained(t)) {
                    expected -= LogProbabilities.of(logits, example.ids().get(t));
                    right +=
                            LogProbabilities.mostLikely(logits) == example.ids().get(t) ? 1 : 0;
                }
                logits = decoder.append(0, example.ids().slice(t, t + 1));
            }
            assertThat(score.supervisedTokens()).isEqualTo(41);
            assertThat(score.negativeLogLikelihood()).isCloseTo(expected, within(1e-3));
            assertThat(score.right()).isEqualTo(right);
            assertThat(decoder.length(1)).as("the slot is left empty").isZero();
        }
    }

    @Test
    void refusesWhatDoesNotFitAndStaysUsable() {
        try (Decoder decoder = OnnxDecoder.open(onnx(), OPTIONS)) {
            // Given
            decoder.append(0, tokens(1, 200));
            // Then
            assertThatThrownBy(() -> decoder.decode(List.of(new Decoder.NextToken(0, 1))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("slot 0 holds 200 tokens and is to take 1 more, but the context holds 200");
            assertThatThrownBy(() -> decoder.append(1, tokens(1, 201))).hasMessageContaining("201 more");
            assertThatThrownBy(() -> decoder.append(1, TokenIds.of(TinyModel.VOCABULARY_SIZE)))
                    .hasMessageContaining("token id is " + TinyModel.VOCABULARY_SIZE);
            assertThatThrownBy(() -> decoder.decode(List.of(new Decoder.NextToken(1, 1))))
                    .hasMessageContaining("slot 1 is empty");
            // A full slot in between takes part in the others' runs without harm.
            decoder.append(1, tokens(2, 20));
            assertThat(decoder.decode(List.of(new Decoder.NextToken(1, 1)))).hasNumberOfRows(1);
        }
    }

    @Test
    void refusesEveryOperationOnceClosedAndClosesUnderLoad() throws InterruptedException {
        // Given
        Decoder decoder = OnnxDecoder.open(onnx(), OPTIONS);
        List<RuntimeException> ends = new ArrayList<>();
        List<Thread> load = new ArrayList<>();
        for (int slot = 0; slot < 4; slot++) {
            int mine = slot;
            load.add(Thread.ofPlatform().start(() -> {
                try {
                    while (true) {
                        decoder.reset(mine);
                        decoder.append(mine, tokens(mine, 50));
                    }
                } catch (RuntimeException end) {
                    synchronized (ends) {
                        ends.add(end);
                    }
                }
            }));
        }
        Thread.sleep(100);
        // When
        decoder.close();
        decoder.close();
        for (Thread thread : load) {
            thread.join();
        }
        // Then
        assertThat(ends).hasSize(4).allSatisfy(end -> assertThat(end)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the decoder is closed"));
    }

    @Test
    void namesAMissingOrTruncatedPart() throws IOException {
        // Given
        Path data = onnx().resolve("model.onnx.data");
        try (RandomAccessFile file = new RandomAccessFile(data.toFile(), "rw")) {
            file.setLength(file.length() - 5);
        }
        // Then
        assertThatThrownBy(() -> OnnxDecoder.open(onnx(), OPTIONS))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("model.onnx.data: has ")
                .hasMessageContaining("truncated");
        Files.delete(data);
        assertThatThrownBy(() -> OnnxDecoder.open(onnx(), OPTIONS))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("model.onnx.data: file is missing");
        Files.delete(onnx().resolve("form.json"));
        assertThatThrownBy(() -> OnnxDecoder.open(onnx(), OPTIONS))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("form.json: file is missing");
    }

    @Test
    void refusesWeightsThatGiveNoNumbers() throws IOException {
        // Given: the first weights of the file, the rotary cosines, become NaN.
        try (RandomAccessFile file =
                new RandomAccessFile(onnx().resolve("model.onnx.data").toFile(), "rw")) {
            byte[] nan = new byte[256];
            Arrays.fill(nan, (byte) 0xFF);
            file.write(nan);
        }
        // Then
        assertThatThrownBy(() -> OnnxDecoder.open(onnx(), OPTIONS))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("logits are not finite");
    }

    @Test
    void refusesAContextLongerThanTheModelsPositions() {
        assertThatThrownBy(() -> OnnxDecoder.open(onnx(), new DecoderOptions(1, 257, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("contextTokens is 257, but the model has 256 positions");
    }

    private static TokenIds tokens(int seed, int length) {
        return TokenIds.of(
                new Random(seed).ints(length, 3, TinyModel.VOCABULARY_SIZE).toArray());
    }
}
