package io.parlance.preprocess.stream;

import io.parlance.contracts.Topics;
import io.parlance.preprocess.example.BaseModel;
import io.parlance.preprocess.example.Candidate;
import io.parlance.preprocess.example.Preparation;
import io.parlance.preprocess.example.Received;
import io.parlance.preprocess.intake.SubmittedRecords;
import io.parlance.preprocess.placement.DatasetMemory;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The wiring: bytes in, stage by stage, each conversation leaves by exactly one of three topics.
 *
 * <pre>
 * conversations.submitted.v1 -> recipe -> [by-id] -> identity, tokens, embedding -> [by-dataset] -> duplicates, split
 *                                 |                           |                                      |         |
 *                              rejected                    dropped                                dropped   prepared
 * </pre>
 *
 * A tombstone goes the same way, without a value: what is remembered of its conversation is deleted, and what was told of it is
 * taken back by tombstones.
 *
 * <p>In brackets internal topics: the same id, then the same dataset, always meets the same state, whatever partition it
 * came in by. Even a record whose key is the id goes through the first, since another client's partitioner need not be ours.
 */
final class PreprocessTopology {
    private final Preparation preparation;
    private final Supplier<BaseModel> base;
    private final DatasetMemory.Settings datasets;
    private final OutcomeCounters counters;
    private final SubmittedRecords records = new SubmittedRecords();

    /** @param base the base model in use at the time of the call */
    PreprocessTopology(
            Preparation preparation,
            DatasetMemory.Settings datasets,
            Supplier<BaseModel> base,
            OutcomeCounters counters) {
        this.preparation = preparation;
        this.datasets = datasets;
        this.base = base;
        this.counters = counters;
    }

    Topology build() {
        StreamsBuilder builder = new StreamsBuilder();
        KStream<String, Step> taken = builder.stream(
                        Topics.CONVERSATIONS_SUBMITTED,
                        Consumed.with(Serdes.ByteArray(), Serdes.ByteArray())
                                .withName("submitted")
                                .withTimestampExtractor(new LenientTimestamps()))
                .process(() -> new IntakeStage(records, preparation, counters), Named.as("intake"));
        KStream<String, Step> known = taken.filter(
                        (key, step) -> step instanceof Step.ToIdentity || step instanceof Step.Erased,
                        Named.as("by-id-filter"))
                .mapValues(step -> step instanceof Step.ToIdentity on ? on.received() : null, Named.as("by-id-values"))
                .repartition(Repartitioned.with(Serdes.String(), EventJson.serde(Received.class))
                        .withName("by-id"))
                .process(
                        stateful(() -> new IdentityStage(preparation, base, counters), store(IdentityStage.STORE)),
                        Named.as("identity"));
        KStream<String, Step> placed = known.filter(
                        (key, step) -> step instanceof Step.ToDataset || step instanceof Step.Erased,
                        Named.as("by-dataset-filter"))
                .mapValues(
                        step -> step instanceof Step.ToDataset on ? on.candidate() : null,
                        Named.as("by-dataset-values"))
                .repartition(Repartitioned.with(Serdes.String(), EventJson.serde(Candidate.class))
                        .withName("by-dataset"))
                .process(
                        stateful(
                                () -> new DatasetStage(datasets, counters),
                                store(DatasetStage.CONVERSATIONS),
                                store(DatasetStage.STRATA)),
                        Named.as("dataset"));
        announce(taken, "rejections");
        announce(known, "drops");
        announce(placed, "examples");
        return builder.build();
    }

    private static void announce(KStream<String, Step> steps, String name) {
        steps.filter((key, step) -> step instanceof Step.Ended || step instanceof Step.Gone, Named.as(name + "-filter"))
                .to(
                        (key, step, context) -> step instanceof Step.Gone gone
                                ? gone.topic()
                                : ((Step.Ended) step).event().topic(),
                        Produced.<String, Step>as(name)
                                .withKeySerde(Serdes.String())
                                .withValueSerde(Serdes.serdeFrom(EventJson.outcomeSerializer(), unread())));
    }

    private static org.apache.kafka.common.serialization.Deserializer<Step> unread() {
        return (topic, bytes) -> {
            throw new IllegalStateException("outcomes are not read back");
        };
    }

    private static StoreBuilder<?> store(String name) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.String(), Serdes.ByteArray())
                .withCachingDisabled()
                .withLoggingEnabled(Map.of());
    }

    private static <K, V> ProcessorSupplier<K, V, String, Step> stateful(
            Supplier<Processor<K, V, String, Step>> stage, StoreBuilder<?>... stores) {
        return new ProcessorSupplier<>() {
            @Override
            public Processor<K, V, String, Step> get() {
                return stage.get();
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return Set.of(stores);
            }
        };
    }
}
