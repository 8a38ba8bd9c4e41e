/** Conversations as tokens: tokenizer, chat template, loss mask. Knows no Kafka, HTTP or PyTorch. */
package io.parlance.model.text;
