/**
 * The training engine: a Llama network with LoRA in PyTorch, AdamW, and the loop around them. Values in, values out: it
 * assumes tokenised examples and a readable {@code Weights}, and knows no Quarkus, Kafka, HTTP or JSON. Called by the
 * fine-tuning jobs of this service.
 */
package io.parlance.trainer.network;
