/** Takes conversations in over HTTP, checks them and announces them on Kafka. Knows the contracts and no other room. */
package io.parlance.ingest;
