/** Reads the world's topics as any Kafka client may: whole, committed records only, without a consumer group. */
package io.parlance.local.topics;
