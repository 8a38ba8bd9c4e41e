package io.parlance.trainer.network;

/** What the matrix products are computed in; residual stream, norms and trained weights are fp32 in any case. */
public enum Precision {
    /** Times one layer in each at the start and takes the faster. */
    AUTO,
    FP32,
    BF16
}
