package io.parlance.preprocess.ledger;

import io.parlance.contracts.DatasetCounted;
import io.parlance.contracts.Topics;
import io.parlance.preprocess.intake.SubmittedRecords;
import io.parlance.preprocess.stream.EventJson;
import io.parlance.preprocess.stream.LenientTimestamps;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * The wiring. Every record is noted by the task that reads it; only totals travel on.
 *
 * <pre>
 * submitted, rejected, prepared, dropped -> noting -> [by-dataset] -> summing -> datasets.counted.v1
 *                                        (places, subjects, figures) (told)
 * </pre>
 */
final class LedgerTopology {
    private static final List<String> NOTED = List.of(
            Topics.CONVERSATIONS_SUBMITTED,
            Topics.CONVERSATIONS_REJECTED,
            Topics.EXAMPLES_PREPARED,
            Topics.EXAMPLES_DROPPED);

    private final LedgerCounters counters;
    private final Duration tellEvery;
    private final SubmittedRecords submissions = new SubmittedRecords();

    /** @param tellEvery how often changed counts are announced */
    LedgerTopology(LedgerCounters counters, Duration tellEvery) {
        this.counters = counters;
        this.tellEvery = tellEvery;
    }

    Topology build() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(
                        NOTED,
                        Consumed.with(Serdes.ByteArray(), Serdes.ByteArray())
                                .withName("records")
                                .withTimestampExtractor(new LenientTimestamps()))
                .process(
                        with(
                                () -> new NotingStage(submissions, counters, tellEvery),
                                Set.of(LedgerStores.places(), LedgerStores.subjects(), LedgerStores.figures())),
                        Named.as("noting"))
                .repartition(Repartitioned.with(Serdes.String(), EventJson.serde(TaskCounts.class))
                        .withName("by-dataset"))
                .process(with(() -> new SummingStage(tellEvery), Set.of(LedgerStores.told())), Named.as("summing"))
                .to(
                        Topics.DATASETS_COUNTED,
                        Produced.<String, DatasetCounted>as("counted")
                                .withKeySerde(Serdes.String())
                                .withValueSerde(EventJson.serde(DatasetCounted.class)));
        return builder.build();
    }

    private static <K, V, L, W> ProcessorSupplier<K, V, L, W> with(
            Supplier<Processor<K, V, L, W>> stage, Set<StoreBuilder<?>> stores) {
        return new ProcessorSupplier<>() {
            @Override
            public Processor<K, V, L, W> get() {
                return stage.get();
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return stores;
            }
        };
    }
}
