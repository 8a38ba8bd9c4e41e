package io.parlance.trainer.network;

/** Where the network computes. */
public enum ComputeDevice {
    /** The first GPU when PyTorch sees one, else the CPU. */
    AUTO,
    CPU,
    GPU
}
