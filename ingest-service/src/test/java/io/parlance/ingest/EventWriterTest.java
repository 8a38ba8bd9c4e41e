package io.parlance.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.Turn;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** What a broker that is slow or away does to the requests, without one. */
class EventWriterTest {
    private static final Duration PATIENCE = Duration.ofMillis(50);

    private final MockProducer<String, byte[]> broker =
            new MockProducer<>(false, new RoundRobinPartitioner(), new StringSerializer(), new ByteArraySerializer());
    private Instant now = Instant.EPOCH;
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);

    @Test
    void lagsWhileRecordsWaitAndNothingIsAcknowledged() throws InterruptedException {
        // Given
        EventWriter events = writer(10);
        now = Instant.EPOCH.plusSeconds(100);
        assertThat(events.lags()).isFalse();
        write(events);
        // When
        now = now.plus(PATIENCE);
        boolean soon = events.lags();
        now = now.plusMillis(1);
        boolean late = events.lags();
        broker.completeNext();
        // Then
        assertThat(soon).isFalse();
        assertThat(late).isTrue();
        assertThat(events.lags()).isFalse();
    }

    @Test
    void lagsWhenNoPlaceComesFreeInTime() throws InterruptedException {
        // Given
        EventWriter events = writer(1);
        write(events);
        // Then
        assertThat(events.lags()).isTrue();
        broker.completeNext();
        assertThat(events.lags()).isFalse();
    }

    @Test
    void aRecordThatIsGivenUpFreesItsPlaceAndFails() throws InterruptedException {
        // Given
        EventWriter events = writer(1);
        CompletionStage<Long> written = write(events);
        // When
        broker.errorNext(new TimeoutException("nobody there"));
        // Then
        assertThat(written.toCompletableFuture()).isCompletedExceptionally();
        assertThat(events.lags()).isFalse();
    }

    @Test
    void nothingIsPromisedOfARequestWithARecordThatWasGivenUp() throws Exception {
        // Given
        Submission submission = new Submission(
                new Origin("http", "r"), new ConversationAnnouncements(writer(10), new SimpleMeterRegistry()), 10, 10);
        submission.announce(new Examination.Passed(conversation()));
        submission.announce(new Examination.Passed(conversation()));
        // When
        broker.completeNext();
        broker.errorNext(new TimeoutException("nobody there"));
        // Then
        assertThatThrownBy(submission::await).isInstanceOf(Submission.NotAnnounced.class);
    }

    @Test
    void aRequestThatIsTurnedAwayIsToldWhenToComeBack() {
        try (Response response = new SubmissionAnswers(new SimpleMeterRegistry()).lagging()) {
            assertThat(response.getStatus()).isEqualTo(429);
            assertThat(response.getHeaderString("retry-after")).isEqualTo("5");
        }
    }

    private EventWriter writer(int window) {
        return new EventWriter(broker, new AcknowledgementWindow(window, PATIENCE, clock), new ObjectMapper(), clock);
    }

    private static CompletionStage<Long> write(EventWriter events) {
        return events.write(conversation(), "c-1/x");
    }

    private static ConversationSubmitted conversation() {
        return new ConversationSubmitted(
                "c-1", "live", List.of(new Turn("user", "Hi"), new Turn("assistant", "Hello")), Map.of());
    }
}
