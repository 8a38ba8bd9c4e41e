package io.parlance.preprocess.stream;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class KafkaClusterTest {
    @Test
    void saysWhatToDoWhenNoBrokerAnswers() {
        // Given: nothing listens on port 1
        try (KafkaCluster cluster = new KafkaCluster("127.0.0.1:1")) {
            // When, then
            assertThatThrownBy(cluster::ensureTopics)
                    .isInstanceOf(MissingException.class)
                    .hasMessageContaining("127.0.0.1:1 does not answer; start the broker");
        }
    }
}
