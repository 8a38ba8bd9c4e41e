package io.parlance.preprocess.erasure.compaction;

import io.parlance.preprocess.intake.FormerPlace;
import io.parlance.preprocess.intake.TombstoneHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/** A record of others that compaction would take, written again at the end of its partition under a key of its own. */
final class Kept {
    private Kept() {}

    static ProducerRecord<byte[], byte[]> copy(ConsumerRecord<byte[], byte[]> record) {
        FormerPlace place = new FormerPlace(record.partition(), record.offset());
        ProducerRecord<byte[], byte[]> copy = new ProducerRecord<>(
                record.topic(),
                record.partition(),
                record.timestamp() < 0 ? null : record.timestamp(),
                place.key().getBytes(StandardCharsets.UTF_8),
                record.value(),
                record.headers());
        copy.headers().add(TombstoneHeaders.KEPT, place.header());
        return copy;
    }

    /** Where in its partition a record was first that was kept; nothing of any other record. */
    static OptionalLong original(ConsumerRecord<?, ?> record) {
        Header header = record.headers().lastHeader(TombstoneHeaders.KEPT);
        return FormerPlace.of(header == null ? null : header.value(), record.partition())
                .map(place -> OptionalLong.of(place.offset()))
                .orElse(OptionalLong.empty());
    }

    /** Whether a kept record has the key that only its copies have. */
    static boolean isUnderItsKey(ConsumerRecord<byte[], byte[]> record) {
        OptionalLong original = original(record);
        return original.isPresent()
                && Arrays.equals(
                        record.key(),
                        new FormerPlace(record.partition(), original.getAsLong())
                                .key()
                                .getBytes(StandardCharsets.UTF_8));
    }
}
