package io.parlance.trainer.network;

/**
 * What {@link Precision#AUTO} and {@link ComputeDevice#AUTO} became, for the log.
 *
 * @param precision never {@link Precision#AUTO}
 * @param device never {@link ComputeDevice#AUTO}
 * @param threads CPU threads of one operation
 * @param why one sentence with the figures that decided
 */
public record EngineChoice(Precision precision, ComputeDevice device, int threads, String why) {}
