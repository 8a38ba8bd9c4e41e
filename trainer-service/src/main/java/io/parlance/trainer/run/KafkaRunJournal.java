package io.parlance.trainer.run;

import io.parlance.contracts.CloudEvent;
import io.parlance.contracts.Event;
import io.parlance.contracts.Topics;
import io.parlance.contracts.TrainingProgressed;
import io.parlance.trainer.journal.Entry;
import io.parlance.trainer.journal.EventFormat;
import io.parlance.trainer.journal.Journal;
import io.parlance.trainer.journal.Readers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/** Runs in {@code training.runs.v1} (compacted), their events beside them in the same transaction. */
public final class KafkaRunJournal implements RunJournal {
    private static final Logger LOG = Logger.getLogger(KafkaRunJournal.class);

    private final Journal journal;

    public KafkaRunJournal(Journal journal) {
        this.journal = journal;
    }

    @Override
    public void write(TrainingRun run, List<Event> events, Instant at, Duration patience) {
        List<Entry> entries = new ArrayList<>();
        // A run asks, ends and succeeds at most once, so its id and the topic name the event.
        events.forEach(event -> entries.add(EventFormat.entry(event, run.id() + "/" + event.topic(), at)));
        entries.add(state(run, at));
        journal.write(entries, patience);
    }

    @Override
    public void write(TrainingProgressed progress, Instant at, Duration patience) {
        String id = "%s/%s/%s/%d".formatted(progress.runId(), progress.topic(), progress.phase(), progress.step());
        journal.write(List.of(EventFormat.entry(progress, id, at)), patience);
    }

    private static Entry state(TrainingRun run, Instant at) {
        CloudEvent envelope = new CloudEvent(
                "%s/%s/%d".formatted(run.id(), Topics.TRAINING_RUNS, run.notes().size()),
                EventFormat.SOURCE,
                Topics.named(Topics.TRAINING_RUNS).eventType(),
                run.id(),
                at);
        return new Entry(Topics.TRAINING_RUNS, run.id(), RunRecord.write(run), envelope.headers());
    }

    /** Fills the runs with what Kafka keeps of them. */
    public static void restore(TrainingRuns runs, Readers readers) {
        Map<String, TrainingRun> kept = new LinkedHashMap<>();
        readers.readAll(Topics.TRAINING_RUNS, message -> {
            if (message.value() == null) {
                kept.remove(message.key());
                return;
            }
            try {
                kept.put(message.key(), RunRecord.read(message.value()));
            } catch (IOException e) {
                LOG.errorf(
                        "run cannot be read, it is left out key=%s offset=%d reason=%s",
                        message.key(), message.offset(), e.getMessage());
            }
        });
        List<ProgressPoint> points = new ArrayList<>();
        readers.readAll(Topics.TRAINING_PROGRESSED, message -> {
            if (message.value() != null) {
                try {
                    points.add(new ProgressPoint(
                            time(message), EventFormat.read(message.value(), TrainingProgressed.class)));
                } catch (IOException e) {
                    LOG.warnf(
                            "progress cannot be read, it is left out offset=%d reason=%s",
                            message.offset(), e.getMessage());
                }
            }
        });
        runs.restore(kept.values(), points);
    }

    private static Instant time(ConsumerRecord<String, byte[]> message) {
        Map<String, String> headers = new HashMap<>();
        message.headers()
                .forEach(header -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        return CloudEvent.from(headers)
                .map(CloudEvent::time)
                .orElseGet(() -> Instant.ofEpochMilli(message.timestamp()));
    }
}
