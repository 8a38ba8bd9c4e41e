/** One comparison: what it is made of, how both models are scored, what follows. Called by the Kafka door; knows no framework. */
package io.parlance.evaluator.evaluation;
