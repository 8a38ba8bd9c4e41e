package io.parlance.model.onnx;

/** @param logprob natural logarithm of the token's probability by the model's raw logits, before any sampling parameter */
public record TokenLogprob(int tokenId, double logprob) {}
