/** Sentence embeddings: MiniLM through DJL's ONNX Runtime engine. Called by {@code stream}'s wiring only. */
package io.parlance.preprocess.embedding;
