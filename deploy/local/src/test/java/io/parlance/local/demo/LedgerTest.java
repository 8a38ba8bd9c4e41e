package io.parlance.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.parlance.contracts.DropReason;
import io.parlance.contracts.Topics;
import io.parlance.local.demo.Ledger.Counts;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private static final String SHA = "0".repeat(64);

    @Test
    void countsEveryOutcomeOnceAndLeavesOutLinesThatWereNeverSubmitted() {
        // Given
        Counts counts = Counts.NONE;

        // When
        for (int i = 0; i < 4; i++) counts = Ledger.with(counts, found(Topics.CONVERSATIONS_SUBMITTED, "{}"));
        counts = Ledger.with(counts, found(Topics.EXAMPLES_PREPARED, "{}"));
        counts = Ledger.with(counts, dropped("already_known"));
        counts = Ledger.with(counts, dropped("exact_duplicate"));
        boolean early = counts.balances();
        counts = Ledger.with(counts, rejected("http:req-1"));
        boolean stillEarly = counts.balances();
        counts = Ledger.with(counts, rejected("kafka:conversations.submitted.v1-0@3"));

        // Then
        assertThat(early).isFalse();
        assertThat(stillEarly).isFalse();
        assertThat(counts.balances()).isTrue();
        assertThat(counts.inWords())
                .isEqualTo("4 in = 1 prepared + 2 dropped (1 already_known, 1 exact_duplicate) + 1 rejected");
    }

    @Test
    void saysWhatCameInSinceAnEarlierMoment() {
        // Given
        var before = new Counts(10, 8, Map.of(DropReason.TOO_LONG, 2L), 0);
        var after = new Counts(14, 9, Map.of(DropReason.TOO_LONG, 2L, DropReason.ALREADY_KNOWN, 3L), 0);

        // When
        Counts since = after.since(before);

        // Then
        assertThat(since).isEqualTo(new Counts(4, 1, Map.of(DropReason.ALREADY_KNOWN, 3L), 0));
    }

    private static ConsumerRecord<byte[], byte[]> dropped(String reason) {
        return found(
                Topics.EXAMPLES_DROPPED,
                "{\"conversationId\":\"c\",\"dataset\":\"live\",\"reason\":\"%s\",\"detail\":\"d\"}".formatted(reason));
    }

    private static ConsumerRecord<byte[], byte[]> rejected(String origin) {
        return found(Topics.CONVERSATIONS_REJECTED, """
                {"rejectionId":"r","origin":"%s","violations":[{"field":"f","rule":"r"}],"totalViolations":1,
                 "payloadSha256":"%s","payloadBytes":1}""".formatted(origin, SHA));
    }

    private static ConsumerRecord<byte[], byte[]> found(String topic, String json) {
        return new ConsumerRecord<>(topic, 0, 0, null, json.getBytes(StandardCharsets.UTF_8));
    }
}
