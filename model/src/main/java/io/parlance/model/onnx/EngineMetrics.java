package io.parlance.model.onnx;

/**
 * Counters of an engine since its start, read at one moment.
 *
 * @param waiting requests accepted that have no slot yet
 * @param running requests that have one
 * @param finished requests that ended with stop or length
 * @param promptTokens read so far
 * @param generatedTokens chosen so far
 * @param decodeSteps runs that advanced the running answers by one token
 * @param decodeSeconds spent in them
 * @param prefillSeconds spent reading prompts
 */
public record EngineMetrics(
        int waiting,
        int running,
        long accepted,
        long refused,
        long finished,
        long cancelled,
        long failed,
        long promptTokens,
        long generatedTokens,
        long decodeSteps,
        double decodeSeconds,
        double prefillSeconds) {}
