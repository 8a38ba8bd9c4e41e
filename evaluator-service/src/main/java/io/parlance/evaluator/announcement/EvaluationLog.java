package io.parlance.evaluator.announcement;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.parlance.contracts.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;

/** All evaluation events there ever were, read off their topics, and those that come; for people who ask over HTTP. */
final class EvaluationLog implements Runnable {
    private static final Logger LOG = Logger.getLogger(EvaluationLog.class);
    private static final TopicPartition COMPLETED = new TopicPartition(Topics.EVALUATIONS_COMPLETED, 0);
    private static final TopicPartition FAILED = new TopicPartition(Topics.EVALUATIONS_FAILED, 0);
    private static final Duration POLL = Duration.ofMillis(250);

    private final KafkaSettings kafka;
    private final ObjectMapper json;
    private final List<LoggedEvaluation> events = new ArrayList<>();
    private final List<Consumer<LoggedEvaluation>> followers = new CopyOnWriteArrayList<>();
    private long completed;
    private long failed;
    private volatile boolean stopping;
    private volatile boolean caughtUp;
    private volatile KafkaConsumer<String, byte[]> consumer;

    EvaluationLog(KafkaSettings kafka, ObjectMapper json) {
        this.kafka = kafka;
        this.json = json;
    }

    @Override
    public void run() {
        while (!stopping) {
            try (KafkaConsumer<String, byte[]> in =
                    new KafkaConsumer<>(kafka.reading(), new StringDeserializer(), new ByteArrayDeserializer())) {
                consumer = in;
                in.assign(List.of(COMPLETED, FAILED));
                in.seek(COMPLETED, completed);
                in.seek(FAILED, failed);
                while (!stopping) {
                    in.poll(POLL).forEach(this::append);
                    caughtUp = caughtUp || isAtEnd(in);
                }
            } catch (WakeupException stopped) {
                LOG.debug("evaluation log woken to stop");
            } catch (RuntimeException trouble) {
                LOG.warnf("evaluation log waits for Kafka: %s", trouble.getMessage());
                sleep();
            }
        }
    }

    void stop() {
        stopping = true;
        KafkaConsumer<String, byte[]> in = consumer;
        if (in != null) {
            in.wakeup();
        }
    }

    boolean isCaughtUp() {
        return caughtUp;
    }

    synchronized List<LoggedEvaluation> all() {
        return List.copyOf(events);
    }

    synchronized Optional<LoggedEvaluation> find(String evaluationId) {
        return events.stream()
                .filter(e -> e.evaluationId().equals(evaluationId))
                .findFirst();
    }

    /**
     * Hands over the events after a position, then those that come, in order and without a gap.
     *
     * @return ends it
     */
    synchronized Runnable follow(Position after, Consumer<LoggedEvaluation> follower) {
        events.stream().filter(after::isBefore).forEach(follower);
        followers.add(follower);
        return () -> followers.remove(follower);
    }

    /** What a reader knows already: all before these offsets. */
    record Position(long completed, long failed) {
        static final Position BEGINNING = new Position(0, 0);

        /** @throws UnknownPosition when the text was no event's id */
        static Position of(String eventId) {
            if (!eventId.matches("[0-9]{1,18}\\.[0-9]{1,18}")) {
                throw new UnknownPosition("'%s' is no event id of this stream, such as 12.0".formatted(eventId));
            }
            String[] parts = eventId.split("\\.");
            return new Position(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
        }

        boolean isBefore(LoggedEvaluation event) {
            return event.completed() > completed || event.failed() > failed;
        }
    }

    /** A client asks to go on after what was never an event. */
    static final class UnknownPosition extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnknownPosition(String message) {
            super(message);
        }
    }

    /** After all that is known now. */
    synchronized Position end() {
        return new Position(completed, failed);
    }

    private synchronized void append(ConsumerRecord<String, byte[]> record) {
        boolean isCompleted = record.topic().equals(COMPLETED.topic());
        if (isCompleted) {
            completed = record.offset() + 1;
        } else {
            failed = record.offset() + 1;
        }
        if (record.value() == null) {
            return;
        }
        String text = new String(record.value(), StandardCharsets.UTF_8);
        LoggedEvaluation event = new LoggedEvaluation(
                completed, failed, Topics.named(record.topic()).eventType(), evaluationId(record, text), text);
        events.add(event);
        followers.forEach(follower -> follower.accept(event));
    }

    private String evaluationId(ConsumerRecord<String, byte[]> record, String text) {
        try {
            return json.readTree(text).path("evaluationId").asText();
        } catch (IOException malformed) {
            LOG.warnf("evaluation event is no JSON topic=%s offset=%d", record.topic(), record.offset());
            return "";
        }
    }

    private static boolean isAtEnd(KafkaConsumer<String, byte[]> in) {
        return in.endOffsets(in.assignment()).entrySet().stream()
                .allMatch(end -> in.position(end.getKey()) >= end.getValue());
    }

    private void sleep() {
        try {
            Thread.sleep(Duration.ofSeconds(1));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            stopping = true;
        }
    }
}
