package io.parlance.preprocess.erasure;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.apache.kafka.common.TopicPartition;

/**
 * A record that is to be gone.
 *
 * @param dataset with {@code id}: whom the record is of; null of a served completion or of feedback
 * @param id of the conversation, or of a refusal
 * @param refusal whether {@code id} is a refusal's
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
record Found(String topic, int partition, long offset, String dataset, String id, boolean refusal) {
    /** A served completion, or feedback. */
    static Found ofAnswer(String topic, int partition, long offset) {
        return new Found(topic, partition, offset, null, null, false);
    }

    TopicPartition topicPartition() {
        return new TopicPartition(topic, partition);
    }

    /** Whether it tells of a conversation of the plan. */
    boolean namesConversation() {
        return dataset != null && id != null && !refusal;
    }
}
