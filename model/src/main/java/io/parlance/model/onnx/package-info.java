/** The served form of a model: the ONNX graph's writer and the decoder that runs it. Knows no Kafka, HTTP or PyTorch. */
package io.parlance.model.onnx;
