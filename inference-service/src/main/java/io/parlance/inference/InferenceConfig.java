package io.parlance.inference;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of the inference service. Checked at start by {@link CheckedConfig}. */
@ConfigMapping(prefix = "parlance.inference")
public interface InferenceConfig {
    /** Root of the artifact store, a {@code file:} URI or a folder. {@code PARLANCE_ARTIFACTS} sets it for all services. */
    @WithDefault("${parlance.artifacts:data/artifacts}")
    String artifacts();

    /** Name by which clients ask for whatever serves. */
    @WithDefault("parlance")
    String alias();

    /** Answers generated at a time per model, 1 to 64. Each costs {@code context-tokens} of cache memory. */
    @WithDefault("4")
    int slots();

    /**
     * Tokens of prompt and answer together, 16 to 131072; at most what the model was trained for counts. For
     * SmolLM2-135M, 1024 tokens cost 47 MB per slot from loading on.
     */
    @WithDefault("1024")
    int contextTokens();

    /** Threads of one model's computation, 0 to 256; 0 is one per processor, at most 4. */
    @WithDefault("0")
    int threads();

    /** Answers that may wait for a slot per model, 8 to 100000; beyond it clients get 429. */
    @WithDefault("64")
    int queue();

    /** Prompt tokens read between two decoding steps, 1 to 4096. */
    @WithDefault("128")
    int prefillChunk();

    /** Models kept in memory besides the one that serves, 0 to 16; 0 makes bases unaddressable beside a promoted one. */
    @WithDefault("1")
    int besideLimit();

    /** Time after which a model that could not be loaded is tried again, 100 ms to 1 h. */
    @WithDefault("PT15S")
    Duration retry();

    /** Time that running answers get to end when the service stops, 0 to 10 min. */
    @WithDefault("PT5S")
    Duration drain();

    /** Longest request body, bytes, 1024 to 1 GiB. */
    @WithDefault("8388608")
    long maxBodyBytes();

    /** Whether {@code /metrics} gives the figures by vLLM's names as well. */
    @WithDefault("true")
    boolean vllmNames();
}
