package io.parlance.trainer.network;

import ai.djl.Device;
import io.parlance.model.artifact.LlamaConfig;
import io.parlance.model.artifact.LlamaConfigJson;
import io.parlance.model.artifact.safetensors.SafetensorsFile;
import io.parlance.model.artifact.safetensors.SafetensorsWeights;
import io.parlance.model.text.TokenIds;
import io.parlance.model.text.TokenSequence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** A folder of numbers that Hugging Face computed from a tiny network: see the README beside them. */
record ReferenceCase(Path folder) {

    /** The project's own cases, or those of the folder that {@code -Dparlance.reference} names. */
    static List<ReferenceCase> all() {
        Path root = Optional.ofNullable(System.getProperty("parlance.reference"))
                .map(Path::of)
                .orElseGet(ReferenceCase::ownCases);
        try (Stream<Path> folders = Files.list(root)) {
            List<ReferenceCase> cases = folders.filter(folder -> Files.exists(folder.resolve("expected.safetensors")))
                    .sorted()
                    .map(ReferenceCase::new)
                    .toList();
            if (cases.isEmpty()) {
                throw new IllegalStateException(root + " holds no folder with an expected.safetensors");
            }
            return cases;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path ownCases() {
        try {
            return Path.of(Objects.requireNonNull(ReferenceCase.class.getResource("/reference/networks"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    LlamaConfig config() {
        return LlamaConfigJson.read(folder);
    }

    SafetensorsFile expected() {
        return SafetensorsFile.open(folder.resolve("expected.safetensors"));
    }

    boolean hasLoraRun() {
        return Files.exists(folder.resolve("train.safetensors"));
    }

    SafetensorsFile loraRun() {
        return SafetensorsFile.open(folder.resolve("train.safetensors"));
    }

    SafetensorsFile adapter() {
        return SafetensorsFile.open(folder.resolve("adapter/adapter_model.safetensors"));
    }

    LlamaNetwork open(Optional<LoraSettings> lora) {
        try (SafetensorsWeights weights = SafetensorsWeights.open(folder)) {
            return LlamaNetwork.open(config(), weights, Precision.FP32, Device.cpu(), lora, 0);
        }
    }

    /** The rows of a batch without their padding. @param prefix of the tensors' names */
    static List<TokenSequence> examples(SafetensorsFile file, String prefix) {
        long[] ids = file.readLongs(prefix + "input_ids");
        long[] labels = file.readLongs(prefix + "labels");
        long[] mask = file.readLongs(prefix + "attention_mask");
        int rows = file.shape(prefix + "input_ids").get(0).intValue();
        int columns = ids.length / rows;
        List<TokenSequence> examples = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            int length = 0;
            while (length < columns && mask[row * columns + length] == 1) {
                length++;
            }
            int[] tokens = new int[length];
            BitSet trained = new BitSet();
            for (int t = 0; t < length; t++) {
                tokens[t] = (int) ids[row * columns + t];
                trained.set(t, labels[row * columns + t] != -100);
            }
            examples.add(new TokenSequence(TokenIds.of(tokens), trained));
        }
        return examples;
    }

    @Override
    public String toString() {
        return folder.getFileName().toString();
    }
}
