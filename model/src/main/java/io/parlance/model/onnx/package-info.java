/**
 * The served form of a model: {@link io.parlance.model.onnx.ServedFormWriter} writes a model as an ONNX graph,
 * {@link io.parlance.model.onnx.OnnxDecoder} runs it over a key/value cache in place, and the generation engine answers
 * many requests at a time with it. Called by trainer (writing), evaluator and inference (running). Knows no Kafka, HTTP
 * or PyTorch, and uses no reflection: all of it works inside a native image.
 */
package io.parlance.model.onnx;
