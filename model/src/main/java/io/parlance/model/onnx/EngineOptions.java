package io.parlance.model.onnx;

/**
 * @param queueCapacity requests that may wait for a slot
 * @param prefillChunk prompt tokens read between two decoding steps: more reads prompts faster, fewer keeps running
 *     answers steadier
 */
public record EngineOptions(int queueCapacity, int prefillChunk) {
    public EngineOptions {
        if (queueCapacity < 1 || prefillChunk < 1) {
            throw new IllegalArgumentException("queueCapacity is %d and prefillChunk %d, expected at least 1 each"
                    .formatted(queueCapacity, prefillChunk));
        }
    }

    public static EngineOptions defaults() {
        return new EngineOptions(256, 128);
    }
}
