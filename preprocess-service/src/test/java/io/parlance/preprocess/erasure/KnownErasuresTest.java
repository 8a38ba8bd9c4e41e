package io.parlance.preprocess.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parlance.contracts.ErasureCompleted;
import io.parlance.contracts.ErasureRequested;
import io.parlance.contracts.ErasureRequested.Scope;
import io.parlance.contracts.Event;
import io.parlance.contracts.Topics;
import java.util.List;
import org.junit.jupiter.api.Test;

class KnownErasuresTest {
    private final KnownErasures erasures = new KnownErasures();

    @Test
    void tellsHowManyAreBeforeOneThatWaits() {
        // Given: three of the same second
        request("era-1");
        request("era-2");
        request("era-3");
        // When
        state(ErasureState.begin("era-1").at(Status.COMPACTING));
        // Then
        assertThat(brief("era-1").path("status").asText()).isEqualTo("compacting");
        assertThat(brief("era-1").has("queue_position")).isFalse();
        assertThat(brief("era-2").path("status").asText()).isEqualTo("requested");
        assertThat(brief("era-2").path("queue_position").asInt()).isEqualTo(1);
        assertThat(brief("era-2").path("waiting_for").asText()).isEqualTo("the erasure that was asked for before");
        assertThat(brief("era-3").path("queue_position").asInt()).isEqualTo(2);
        assertThat(brief("era-3").path("waiting_for").asText()).startsWith("2 erasures");
        assertThat(erasures.all()).extracting(Known::before).containsExactly(0, 1, 2);
    }

    @Test
    void movesThemUpWhenOneHasItsReceipt() {
        // Given
        request("era-1");
        request("era-2");
        request("era-3");
        // When
        take(receipt("era-1"));
        erasures.take(Topics.ERASURES_REQUESTED, "era-1", null);
        // Then
        assertThat(brief("era-1").path("status").asText()).isEqualTo("completed");
        assertThat(brief("era-2").has("queue_position")).isFalse();
        assertThat(brief("era-3").path("queue_position").asInt()).isEqualTo(1);
    }

    @Test
    void knowsTheSameOrderAfterARestartWhenReceiptsAreReadLast() {
        // Given: the request of a completed one is compacted away, an open one is asked for again by a writer that
        // repeats itself
        request("era-2");
        request("era-3");
        request("era-2");
        // When
        take(receipt("era-1"));
        state(ErasureState.begin("era-1"));
        // Then
        assertThat(brief("era-3").path("queue_position").asInt()).isEqualTo(1);
        assertThat(erasures.find("era-2").orElseThrow().before()).isZero();
        assertThat(erasures.leftOver()).extracting(ErasureState::erasureId).containsExactly("era-1");
    }

    private ObjectNode brief(String id) {
        return ErasureResource.brief(erasures.find(id).orElseThrow());
    }

    private void request(String id) {
        take(new ErasureRequested(id, Scope.CONVERSATION, null, "live", "c-of-" + id, 1_795_450_000L));
    }

    private static ErasureCompleted receipt(String id) {
        return new ErasureCompleted(
                id,
                Scope.CONVERSATION,
                null,
                "live",
                "c-of-" + id,
                1_795_450_000L,
                1_795_450_009L,
                0,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    private void take(Event event) {
        erasures.take(event.topic(), event.key(), ErasureJson.write(event));
    }

    private void state(ErasureState state) {
        erasures.take(Topics.ERASURES_STATES, state.erasureId(), ErasureJson.write(state));
    }
}
