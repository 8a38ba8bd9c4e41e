package io.parlance.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CloudEventTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    @Test
    void writesTheHeadersOfBinaryMode() {
        // When
        Map<String, String> headers = CloudEvent.of(EventSamples.all().getFirst(), "e-1", "/parlance/ingest", NOON)
                .headers();
        // Then
        assertThat(headers)
                .containsEntry("ce_specversion", "1.0")
                .containsEntry("ce_id", "e-1")
                .containsEntry("ce_source", "/parlance/ingest")
                .containsEntry("ce_type", "io.parlance.conversations.submitted.v1")
                .containsEntry("ce_time", "2026-11-23T12:00:00Z")
                .containsEntry("ce_subject", "c-1")
                .containsEntry("ce_partitionkey", "c-1")
                .containsEntry("content-type", "application/json");
    }

    @Test
    void readsBackWhatItWrote() {
        CloudEvent written = CloudEvent.of(EventSamples.all().getFirst(), "e-1", "/parlance/ingest", NOON);
        assertThat(CloudEvent.from(written.headers())).contains(written);
    }

    @Test
    void findsNoEnvelopeWhereAFieldIsMissingOrNoTime() {
        Map<String, String> headers =
                new HashMap<>(CloudEvent.of(EventSamples.all().getFirst(), "e-1", "/parlance/ingest", NOON)
                        .headers());
        assertThat(CloudEvent.from(Map.of())).isEmpty();
        headers.put("ce_time", "yesterday");
        assertThat(CloudEvent.from(headers)).isEmpty();
    }

    @Test
    void refusesAnEnvelopeWithoutAnId() {
        assertThatThrownBy(() -> new CloudEvent(" ", "/parlance/ingest", "t", null, NOON))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("id is missing");
    }
}
