package io.parlance.preprocess.ledger;

import io.parlance.contracts.CloudEvent;
import io.parlance.contracts.DatasetCounted;
import io.parlance.preprocess.stream.EventJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** Adds up what the tasks have counted of a dataset, and tells it. Partitioned by dataset. */
final class SummingStage extends ContextualProcessor<String, TaskCounts, String, DatasetCounted> {
    private static final String SOURCE = "/parlance/preprocess";

    private final Duration tellEvery;
    private final Set<String> changed = new HashSet<>();
    private KeyValueStore<String, byte[]> told;

    SummingStage(Duration tellEvery) {
        this.tellEvery = tellEvery;
    }

    @Override
    public void init(ProcessorContext<String, DatasetCounted> context) {
        super.init(context);
        told = context.getStateStore(LedgerStores.TOLD);
        // What was to be told of them may be lost with the last process.
        try (KeyValueIterator<String, byte[]> all = told.all()) {
            while (all.hasNext()) {
                String key = all.next().key;
                changed.add(key.substring(0, key.indexOf('\0')));
            }
        }
        context.schedule(tellEvery, PunctuationType.WALL_CLOCK_TIME, this::tell);
    }

    @Override
    public void process(Record<String, TaskCounts> in) {
        told.put(in.key() + '\0' + in.value().task(), EventJson.write(in.value()));
        changed.add(in.key());
    }

    private void tell(long now) {
        for (String dataset : changed) {
            DatasetCounted event = sum(dataset);
            // The same counts are the same event, however often a restart tells them.
            String id = "%s@%d-%d-%d".formatted(dataset, event.submitted(), event.prepared(), event.dropped())
                    + (event.erased() == 0 ? "" : "-" + event.erased());
            RecordHeaders headers = new RecordHeaders();
            CloudEvent.of(event, id, SOURCE, Instant.ofEpochMilli(now))
                    .headers()
                    .forEach((name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
            context().forward(new Record<>(event.key(), event, now, headers));
        }
        changed.clear();
    }

    private DatasetCounted sum(String dataset) {
        long submitted = 0;
        long erased = 0;
        Map<String, Long> bySplit = new TreeMap<>();
        Map<String, Long> byReason = new TreeMap<>();
        try (KeyValueIterator<String, byte[]> tasks = told.range(dataset + '\0', dataset + '\1')) {
            while (tasks.hasNext()) {
                TaskCounts counts = EventJson.read(tasks.next().value, TaskCounts.class);
                submitted += counts.submitted();
                erased += counts.erased();
                counts.preparedBySplit().forEach((split, count) -> bySplit.merge(split, count, Long::sum));
                counts.droppedByReason().forEach((reason, count) -> byReason.merge(reason, count, Long::sum));
            }
        }
        return new DatasetCounted(dataset, submitted, total(bySplit), total(byReason), bySplit, byReason, erased);
    }

    private static long total(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
