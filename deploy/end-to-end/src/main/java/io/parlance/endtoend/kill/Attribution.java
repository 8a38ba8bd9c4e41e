package io.parlance.endtoend.kill;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Knows which of a drill's inputs a record belongs to; {@link Positions#NOBODY} where it is none of them. */
interface Attribution {
    /** Whose conversation a submitted record is. */
    int numberOf(ConsumerRecord<String, byte[]> submitted);

    /** Whose line a refused one is. */
    int numberOf(String origin, int line);
}
