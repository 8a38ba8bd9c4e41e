package io.parlance.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.parlance.model.artifact.LlamaConfig;
import io.parlance.model.artifact.LlamaConfigJson;
import io.parlance.model.artifact.ModelFormatException;
import io.parlance.model.artifact.safetensors.SafetensorsFile;
import io.parlance.model.artifact.safetensors.SafetensorsWeights;
import io.parlance.model.text.TokenIds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The fp32 form against what Hugging Face computed (src/test/resources/reference/networks/README.md). Any folder of that
 * layout is tried with {@code -Dparlance.reference=DIR}.
 */
class ReferenceNetworksTest {
    private static final float TOLERANCE = 1e-4f;

    @TempDir
    private Path folder;

    static List<Path> networks() throws IOException {
        Path root = Path.of(System.getProperty("parlance.reference", "src/test/resources/reference/networks"));
        try (Stream<Path> folders = Files.list(root)) {
            List<Path> networks = folders.filter(path -> Files.exists(path.resolve("expected.safetensors")))
                    .sorted()
                    .toList();
            assertThat(networks)
                    .as("folders with expected.safetensors in " + root.toAbsolutePath())
                    .isNotEmpty();
            return networks;
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void givesTheReferencesLogitsAtEveryPosition(Path network) throws IOException {
        // Given
        try (Reference reference = Reference.open(network);
                Decoder decoder = open(network)) {
            for (int row = 0; row < reference.rows(); row++) {
                TokenIds tokens = reference.tokens(row);
                BitSet all = new BitSet();
                all.set(0, tokens.size());
                List<float[]> logits = new ArrayList<>();
                // When
                decoder.logits(0, tokens, all, (position, values) -> logits.add(values.clone()));
                // Then
                assertThat(logits).hasSize(tokens.size());
                for (int t = 0; t < logits.size(); t++) {
                    assertThat(logits.get(t))
                            .as("row %d, position %d", row, t)
                            .containsExactly(reference.logits(row, t), offset(TOLERANCE));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void givesTheSameLogitsTokenByTokenOverTheCache(Path network) throws IOException {
        // Given
        try (Reference reference = Reference.open(network);
                Decoder decoder = open(network)) {
            for (int row = 0; row < reference.rows(); row++) {
                TokenIds tokens = reference.tokens(row);
                decoder.reset(1);
                // When
                float[] logits = decoder.append(1, tokens.slice(0, 1));
                for (int t = 1; t < tokens.size(); t++) {
                    // Then
                    assertThat(logits)
                            .as("row %d, position %d", row, t - 1)
                            .containsExactly(reference.logits(row, t - 1), offset(TOLERANCE));
                    logits = decoder.decode(List.of(new Decoder.NextToken(1, tokens.get(t))))[0];
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void continuesGreedilyAsTheReferenceDoes(Path network) throws IOException {
        // Given
        try (Reference reference = Reference.open(network);
                Decoder decoder = open(network)) {
            List<Decoder.NextToken> next = new ArrayList<>();
            for (int row = 0; row < reference.rows(); row++) {
                // Read in two chunks: the second one sees the first through the cache.
                decoder.append(row, reference.prompt(row).slice(0, 3));
                float[] logits = decoder.append(row, reference.prompt(row).slice(3, 8));
                next.add(new Decoder.NextToken(row, LogProbabilities.mostLikely(logits)));
            }
            for (int t = 0; t < reference.continuation(0).size(); t++) {
                for (int row = 0; row < reference.rows(); row++) {
                    // Then
                    assertThat(next.get(row).tokenId())
                            .as("row %d, token %d", row, t)
                            .isEqualTo(reference.continuation(row).get(t));
                }
                // When
                float[][] logits = decoder.decode(next);
                for (int row = 0; row < reference.rows(); row++) {
                    next.set(row, new Decoder.NextToken(row, LogProbabilities.mostLikely(logits[row])));
                }
            }
        }
    }

    private Decoder open(Path network) throws IOException {
        LlamaConfig config = config(network);
        try (SafetensorsWeights weights = SafetensorsWeights.open(network)) {
            ServedFormWriter.write(config, weights, ServedForm.FP32, folder);
        }
        return OnnxDecoder.open(folder, new DecoderOptions(3, Math.min(64, config.maxPositions()), 1));
    }

    /** A network that this build refuses is reported as not run, with the refusal. */
    private static LlamaConfig config(Path network) {
        try {
            return LlamaConfigJson.read(network);
        } catch (ModelFormatException refusal) {
            return Assumptions.abort(refusal.getMessage());
        }
    }

    /** expected.safetensors. */
    private record Reference(SafetensorsFile file) implements AutoCloseable {
        static Reference open(Path network) {
            return new Reference(SafetensorsFile.open(network.resolve("expected.safetensors")));
        }

        int rows() {
            return Math.toIntExact(file.shape("input_ids").get(0));
        }

        /** A row without its padding. */
        TokenIds tokens(int row) {
            long[] mask = row("attention_mask", row);
            int length = 0;
            while (length < mask.length && mask[length] == 1) {
                length++;
            }
            return ids(row("input_ids", row)).slice(0, length);
        }

        TokenIds prompt(int row) {
            return ids(row("input_ids", row)).slice(0, 8);
        }

        TokenIds continuation(int row) {
            return ids(row("greedy", row));
        }

        float[] logits(int row, int position) {
            List<Long> shape = file.shape("logits");
            int vocabulary = Math.toIntExact(shape.get(2));
            int from = (int) (row * shape.get(1) + position) * vocabulary;
            return Arrays.copyOfRange(file.read("logits"), from, from + vocabulary);
        }

        private long[] row(String tensor, int row) {
            int columns = Math.toIntExact(file.shape(tensor).get(1));
            return Arrays.copyOfRange(file.readLongs(tensor), row * columns, (row + 1) * columns);
        }

        private static TokenIds ids(long[] values) {
            return TokenIds.of(Arrays.stream(values).mapToInt(Math::toIntExact).toArray());
        }

        @Override
        public void close() {
            file.close();
        }
    }
}
