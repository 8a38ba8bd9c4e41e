package io.parlance.preprocess.stream;

import io.parlance.preprocess.embedding.EmbeddingsAhead;
import io.parlance.preprocess.example.Preparation;
import io.parlance.preprocess.example.Received;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Tells of the texts that a poll brought, so that they are embedded in batches. The stream itself goes on record by
 * record and holds none back, so exactly-once is untouched: what is told is only a hint.
 */
public final class LookAhead implements ConsumerInterceptor<byte[], byte[]> {
    private static final String TOLD = "parlance.embeddings.ahead";
    private static final String TOPIC_ENDING = "-by-id-repartition";

    private EmbeddingsAhead embeddings;

    /** The same settings with a look ahead. */
    static Properties in(Properties settings, EmbeddingsAhead embeddings) {
        settings.put(
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG), LookAhead.class.getName());
        settings.put(StreamsConfig.mainConsumerPrefix(TOLD), embeddings);
        return settings;
    }

    @Override
    public void configure(Map<String, ?> configs) {
        embeddings = (EmbeddingsAhead) configs.get(TOLD);
    }

    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
        List<String> texts = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (record.topic().endsWith(TOPIC_ENDING) && record.value() != null) {
                spokenText(record.value(), texts);
            }
        }
        if (!texts.isEmpty()) {
            embeddings.tell(texts);
        }
        return records;
    }

    private static void spokenText(byte[] value, List<String> texts) {
        try {
            Received received = EventJson.read(value, Received.class);
            if (received.conversation() != null) {
                texts.add(Preparation.spokenText(received.conversation()));
            }
        } catch (SerializationException unreadable) {
            return; // the stage that reads it says so
        }
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        // Commits change nothing here.
    }

    @Override
    public void close() {
        // The embeddings belong to the service.
    }
}
