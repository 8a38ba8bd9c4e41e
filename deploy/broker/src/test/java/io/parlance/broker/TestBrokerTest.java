package io.parlance.broker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TestBrokerTest {
    @Test
    void isSharedByAllTestsOfTheJvm() {
        // When
        String fromQuarkus = new BrokerTestResource().start().get("kafka.bootstrap.servers");

        // Then
        assertThat(fromQuarkus).isEqualTo(TestBroker.bootstrapServers()).startsWith("127.0.0.1:");
    }
}
