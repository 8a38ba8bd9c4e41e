package io.parlance.preprocess.stream;

import io.parlance.contracts.ConversationKey;
import io.parlance.contracts.ExampleDropped;
import io.parlance.contracts.Topics;
import io.parlance.preprocess.duplicates.HalfVector;
import io.parlance.preprocess.example.Candidate;
import io.parlance.preprocess.intake.ConversationName;
import io.parlance.preprocess.placement.DatasetMemory;
import io.parlance.preprocess.placement.Newcomer;
import io.parlance.preprocess.placement.Placement;
import io.parlance.preprocess.placement.Remembered;
import io.parlance.preprocess.split.Strata;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Third stage, partitioned by dataset: a dataset is judged in one order. Does the conversation resemble an earlier one,
 * and where does it belong? The store holds one record for each prepared conversation; what is in memory is made from it
 * whenever the task starts here.
 */
final class DatasetStage extends Stage<String, Candidate> {
    static final String CONVERSATIONS = "conversations";
    static final String STRATA = "strata";

    private final DatasetMemory.Settings settings;
    private final Map<String, DatasetMemory> datasets = new HashMap<>();
    private final RecentlyRemembered recent = new RecentlyRemembered();
    private KeyValueStore<String, byte[]> conversations;
    private KeyValueStore<String, byte[]> strata;

    DatasetStage(DatasetMemory.Settings settings, OutcomeCounters counters) {
        super(counters);
        this.settings = settings;
    }

    @Override
    public void init(ProcessorContext<String, Step> context) {
        super.init(context);
        conversations = context.getStateStore(CONVERSATIONS);
        strata = context.getStateStore(STRATA);
        datasets.clear();
        recent.clear();
        try (KeyValueIterator<String, byte[]> all = conversations.all()) {
            while (all.hasNext()) {
                KeyValue<String, byte[]> stored = all.next();
                String dataset = StoreKeys.dataset(stored.key);
                memory(dataset)
                        .restore(
                                StoreKeys.id(stored.key),
                                Remembered.fromBytes(stored.value),
                                Optional.ofNullable(strata.get(dataset)).map(Strata::fromBytes));
            }
        }
        datasets.values().forEach(DatasetMemory::restored);
    }

    @Override
    public void process(Record<String, Candidate> in) {
        if (in.value() == null) {
            erase(in);
            return;
        }
        Candidate candidate = in.value();
        DatasetMemory memory = memory(candidate.dataset());
        Newcomer newcomer = new Newcomer(
                candidate.id(),
                candidate.label(),
                candidate.parent(),
                candidate.fingerprint(),
                HalfVector.of(candidate.embedding()));
        switch (memory.place(newcomer, id -> stored(candidate.dataset(), id))) {
            case Placement.Placed(Remembered placed) -> {
                Remembered remembered = placed.inParts(candidate.drafts().size());
                conversations.put(StoreKeys.of(candidate.dataset(), candidate.id()), remembered.toBytes());
                memory.remember(candidate.id(), remembered);
                if (memory.needsStrata()) {
                    fixStrata(candidate.dataset(), memory);
                }
                end(in, position(in), candidate.examples(remembered.split(), remembered.stratum(), remembered.group()));
            }
            case Placement.Refused refused ->
                end(
                        in,
                        position(in),
                        new ExampleDropped(
                                candidate.id(),
                                candidate.dataset(),
                                refused.reason(),
                                refused.detail(),
                                refused.twin(),
                                candidate.changes()));
        }
    }

    /**
     * Here and not before, for all that was told of a conversation is told by the time its tombstone is here: what the
     * stages before had to say came before their tombstone.
     */
    private void erase(Record<String, Candidate> tombstone) {
        ConversationName erased = erased(tombstone);
        String key = ConversationKey.of(erased.dataset(), erased.id());
        takeBack(tombstone, erased, Topics.EXAMPLES_DROPPED, key);
        stored(erased.dataset(), erased.id()).ifPresent(remembered -> {
            forget(erased.dataset(), erased.id(), remembered);
            takeBack(tombstone, erased, Topics.EXAMPLES_PREPARED, key);
            for (int part = 2; part <= remembered.parts(); part++) {
                takeBack(tombstone, erased, Topics.EXAMPLES_PREPARED, key + "#" + part);
            }
        });
    }

    /** Takes an erased conversation out of store and memory; later ones that resemble it are no duplicates any more. */
    private void forget(String dataset, String id, Remembered erased) {
        DatasetMemory memory = memory(dataset);
        memory.forget(erased);
        conversations.delete(StoreKeys.of(dataset, id));
        recent.remove(StoreKeys.of(dataset, id));
        if (memory.size() == 0) {
            // The strata were made of those that are gone.
            strata.delete(dataset);
            datasets.remove(dataset);
        }
    }

    private DatasetMemory memory(String dataset) {
        return datasets.computeIfAbsent(dataset, name -> new DatasetMemory(settings));
    }

    private Optional<Remembered> stored(String dataset, String id) {
        String key = StoreKeys.of(dataset, id);
        Remembered known = recent.get(key);
        if (known == null) {
            byte[] bytes = conversations.get(key);
            if (bytes != null) {
                known = Remembered.fromBytes(bytes);
                recent.put(key, known);
            }
        }
        return Optional.ofNullable(known);
    }

    /** The last ones that were asked for: conversations with much in common are compared with the same few again. */
    private static final class RecentlyRemembered extends LinkedHashMap<String, Remembered> {
        private static final long serialVersionUID = 1L;
        private static final int MOST = 2_048;

        RecentlyRemembered() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Remembered> eldest) {
            return size() > MOST;
        }
    }

    private void fixStrata(String dataset, DatasetMemory memory) {
        List<Remembered> all = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> stored =
                conversations.range(StoreKeys.first(dataset), StoreKeys.last(dataset))) {
            stored.forEachRemaining(entry -> all.add(Remembered.fromBytes(entry.value)));
        }
        strata.put(dataset, memory.fixStrata(all, dataset).toBytes());
    }
}
