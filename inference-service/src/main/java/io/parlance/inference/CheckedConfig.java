package io.parlance.inference;

import io.parlance.inference.serving.ShelfOptions;
import io.parlance.model.onnx.DecoderOptions;
import io.parlance.model.onnx.EngineOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** The settings with their ranges checked, in the words of those who use them. */
record CheckedConfig(
        URI artifacts,
        ShelfOptions shelf,
        DecoderOptions decoder,
        EngineOptions engine,
        Duration drain,
        long maxBodyBytes,
        boolean vllmNames) {
    private static final int MOST_AUTOMATIC_THREADS = 4;

    /** @throws IllegalArgumentException naming key, value and range */
    static CheckedConfig of(InferenceConfig config) {
        range("slots", config.slots(), 1, 64);
        range("context-tokens", config.contextTokens(), 16, 131_072);
        range("threads", config.threads(), 0, 256);
        // A request may ask for 8 choices, all of which wait or none.
        range("queue", config.queue(), 8, 100_000);
        range("prefill-chunk", config.prefillChunk(), 1, 4_096);
        range("beside-limit", config.besideLimit(), 0, 16);
        range("retry", config.retry(), Duration.ofMillis(100), Duration.ofHours(1));
        range("drain", config.drain(), Duration.ZERO, Duration.ofMinutes(10));
        range("max-body-bytes", config.maxBodyBytes(), 1_024L, 1L << 30);
        if (config.alias().isBlank()) {
            throw new IllegalArgumentException("parlance.inference.alias is blank, expected a name");
        }
        return new CheckedConfig(
                artifacts(config.artifacts()),
                new ShelfOptions(config.alias(), config.besideLimit(), config.retry()),
                new DecoderOptions(config.slots(), config.contextTokens(), threads(config.threads())),
                new EngineOptions(config.queue(), config.prefillChunk()),
                config.drain(),
                config.maxBodyBytes(),
                config.vllmNames());
    }

    private static int threads(int wished) {
        return wished > 0 ? wished : Math.min(Runtime.getRuntime().availableProcessors(), MOST_AUTOMATIC_THREADS);
    }

    private static URI artifacts(String root) {
        try {
            return root.matches("[a-z][a-z0-9+.-]+:.*")
                    ? URI.create(root)
                    : Path.of(root).toAbsolutePath().toUri();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "parlance.inference.artifacts is '%s', expected a folder or a URI such as file:///var/lib/parlance/artifacts"
                            .formatted(root),
                    e);
        }
    }

    private static <T extends Comparable<T>> void range(String key, T value, T least, T most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    "parlance.inference.%s is %s, expected %s to %s".formatted(key, value, least, most));
        }
    }
}
