/**
 * The ledger: what became of every conversation, and how many of each kind a dataset has. A Kafka Streams application of
 * its own beside the one that prepares: it reads what went in and what came out, keeps where each conversation's records
 * are and counters per dataset, and announces {@code datasets.counted.v1}. It never keeps what was said; answers are read
 * from Kafka, in {@code ledger.answer}.
 */
package io.parlance.preprocess.ledger;
