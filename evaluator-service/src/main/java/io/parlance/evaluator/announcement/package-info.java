/** The doors: Kafka in and out, and the stream of events over HTTP. */
package io.parlance.evaluator.announcement;
