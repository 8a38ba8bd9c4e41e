package io.parlance.preprocess.erasure.compaction;

import io.parlance.preprocess.intake.TombstoneHeaders;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** Headers of tombstones that an erasure writes. */
public final class Marks {
    /** The id of the erasure; the tombstone means one record, not all that share its key. */
    public static final String ERASURE = "parlance-erasure";

    private Marks() {}

    /** A tombstone that means nobody: it is written so that the records before it come into a segment that is complete. */
    static ProducerRecord<byte[], byte[]> marker(TopicPartition partition, long timestamp) {
        ProducerRecord<byte[], byte[]> marker = new ProducerRecord<>(
                partition.topic(),
                partition.partition(),
                timestamp,
                ("roll/" + partition.partition()).getBytes(StandardCharsets.UTF_8),
                (byte[]) null);
        marker.headers().add(TombstoneHeaders.MARKER, new byte[0]);
        return marker;
    }
}
