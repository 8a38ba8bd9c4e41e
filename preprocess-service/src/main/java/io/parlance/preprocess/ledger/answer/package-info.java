/**
 * The ledger's answers over HTTP: the story of a conversation, the figures of a dataset, the loss mask of an example. What
 * was said is read from Kafka when it is asked for; {@link io.parlance.preprocess.ledger.Books} says where it lies.
 */
package io.parlance.preprocess.ledger.answer;
