/** A model as files: reading and writing Hugging Face folders, GGUF and adapters. Knows no Kafka, HTTP or PyTorch. */
package io.parlance.model.artifact;
