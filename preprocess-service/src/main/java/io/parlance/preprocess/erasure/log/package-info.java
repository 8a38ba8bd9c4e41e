/** Kafka's log as an erasure handles it: read by offsets, written in transactions, its topics set and asked. */
package io.parlance.preprocess.erasure.log;
