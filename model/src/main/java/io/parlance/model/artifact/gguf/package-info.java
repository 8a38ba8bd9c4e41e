/** Reading llama.cpp's GGUF files: metadata, vocabulary, and tensors dequantised exactly as gguf-py does. */
package io.parlance.model.artifact.gguf;
