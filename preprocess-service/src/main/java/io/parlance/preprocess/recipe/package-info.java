/**
 * What happens to a conversation's texts before they are trained on: an ordered, digested list of operations, written as
 * YAML. {@code operation} is what an operation is, {@code text} rewrites turns. Knows neither Kafka nor the framework;
 * called by {@code example}.
 */
package io.parlance.preprocess.recipe;
