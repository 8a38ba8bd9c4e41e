package io.parlance.trainer;

import io.parlance.model.TinyModel;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The tiny model as base, and a data folder that is new in every run of the tests. */
public final class TinyBase implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        try {
            Path data = Files.createTempDirectory("parlance-trainer");
            return Map.of(
                    "parlance.trainer.base",
                            TinyModel.write(data.resolve("tiny"), 1).toString(),
                    "parlance.trainer.data", data.toString(),
                    "parlance.trainer.artifacts",
                            data.resolve("artifacts").toUri().toString(),
                    "parlance.trainer.training.precision", "fp32",
                    "parlance.trainer.training.max-tokens", "200");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        // The folder is in the machine's own place for temporary files.
    }
}
