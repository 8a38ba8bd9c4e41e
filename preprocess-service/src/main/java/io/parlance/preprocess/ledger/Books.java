package io.parlance.preprocess.ledger;

import io.parlance.preprocess.Sha256;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * What the ledger knows, to be asked. A task notes what its partitions bring, so each question goes to all tasks: to
 * those of this instance through the stores, to those of the others through their own door.
 */
@ApplicationScoped
public class Books {
    private static final Comparator<Place> BY_TIME = Comparator.comparingLong(Place::timestamp)
            .thenComparing(Place::kind)
            .thenComparingInt(Place::partition)
            .thenComparingLong(Place::offset);

    private final LedgerStream stream;
    private final OtherInstances others;

    public Books(LedgerStream stream, OtherInstances others) {
        this.stream = stream;
        this.others = others;
    }

    /** Where the records under this id lie, in every dataset, in the order of their times. Not in order among equals. */
    public List<Place> places(String id) {
        List<Place> places = new ArrayList<>(placesHere(id));
        others.of(stream.streams()).forEach(host -> places.addAll(others.places(host, id)));
        return places.stream().distinct().sorted(BY_TIME).toList();
    }

    /** All submissions of conversations that say they are this subject's, in the order of their times. */
    public List<Place> ofSubject(String subject) {
        Sha256 digest = Sha256.of(subject);
        List<Place> places = new ArrayList<>(ofSubjectHere(digest));
        others.of(stream.streams()).forEach(host -> places.addAll(others.ofSubject(host, digest)));
        return places.stream().distinct().sorted(BY_TIME).toList();
    }

    /**
     * All records of a dataset, each once, in no order: submitted, refused, rejected, prepared, dropped. Of a refusal the place
     * has its own id or the conversation's, and the other as {@link Place#relative}. Reads all that the ledger holds.
     *
     * @param each is given one by one, so that they need not all be in memory; it should not take long
     */
    public void ofDataset(String dataset, Consumer<Place> each) {
        ofDatasetHere(dataset, each);
        others.of(stream.streams()).forEach(host -> others.ofDataset(host, dataset, each));
    }

    /** Nothing counted when there is no such dataset. */
    public Figures figures(String dataset) {
        Figures sum = figuresHere(dataset);
        for (String host : others.of(stream.streams())) {
            sum = sum.plus(others.figures(host, dataset));
        }
        return sum;
    }

    public SortedMap<String, Figures> allFigures() {
        SortedMap<String, Figures> all = new TreeMap<>(allFiguresHere());
        for (String host : others.of(stream.streams())) {
            others.allFigures(host).forEach((dataset, more) -> all.merge(dataset, more, Figures::plus));
        }
        return all;
    }

    /** This instance's part. */
    public List<Place> placesHere(String id) {
        return ask(LedgerStores.PLACES, List.of(), store -> {
            List<Place> places = new ArrayList<>();
            try (KeyValueIterator<byte[], byte[]> found = LedgerStores.placesOf(store, id)) {
                while (found.hasNext()) {
                    KeyValue<byte[], byte[]> entry = found.next();
                    if (LedgerStores.isPlace(entry)) {
                        places.add(Place.of(entry.key, entry.value));
                    }
                }
            }
            return places;
        });
    }

    /** This instance's part. */
    public List<Place> ofSubjectHere(Sha256 subject) {
        return ask(LedgerStores.SUBJECTS, List.of(), store -> {
            List<Place> places = new ArrayList<>();
            try (KeyValueIterator<byte[], byte[]> found = LedgerStores.placesOf(store, subject)) {
                found.forEachRemaining(entry -> places.add(LedgerStores.placeOf(entry.key, entry.value)));
            }
            return places;
        });
    }

    /** This instance's part. @return how many */
    public long ofDatasetHere(String dataset, Consumer<Place> each) {
        return ask(LedgerStores.PLACES, 0L, store -> {
            long count = 0;
            try (KeyValueIterator<byte[], byte[]> all = store.all()) {
                while (all.hasNext()) {
                    KeyValue<byte[], byte[]> entry = all.next();
                    if (!LedgerStores.isPlace(entry)) {
                        continue;
                    }
                    Place place = Place.of(entry.key, entry.value);
                    if (place.dataset().equals(dataset) && !place.isSecond()) {
                        each.accept(place);
                        count++;
                    }
                }
            }
            return count;
        });
    }

    /** This instance's part. */
    public Figures figuresHere(String dataset) {
        return ask(LedgerStores.FIGURES, Figures.none(), store -> {
            Figures figures = Figures.none();
            try (KeyValueIterator<byte[], byte[]> found = LedgerStores.figuresOf(store, dataset)) {
                found.forEachRemaining(entry -> figures.take(FigureKey.of(entry.key), entry.value));
            }
            return figures;
        });
    }

    /** This instance's part. */
    public SortedMap<String, Figures> allFiguresHere() {
        return ask(LedgerStores.FIGURES, new TreeMap<>(), store -> {
            SortedMap<String, Figures> all = new TreeMap<>();
            try (KeyValueIterator<byte[], byte[]> found = store.all()) {
                while (found.hasNext()) {
                    KeyValue<byte[], byte[]> entry = found.next();
                    FigureKey key = FigureKey.of(entry.key);
                    all.computeIfAbsent(key.dataset(), d -> Figures.none()).take(key, entry.value);
                }
            }
            return all;
        });
    }

    /** @param none the answer of an instance to which no task has fallen */
    private <T> T ask(String store, T none, Function<ReadOnlyKeyValueStore<byte[], byte[]>, T> question) {
        KafkaStreams streams = stream.streams();
        try {
            if (streams.state() == KafkaStreams.State.RUNNING && !hasTasks(streams)) {
                return none;
            }
            return question.apply(
                    streams.store(StoreQueryParameters.fromNameAndType(store, QueryableStoreTypes.keyValueStore())));
        } catch (InvalidStateStoreException e) {
            throw new LedgerAwayException(stream.trouble().orElse("its tasks are moving between instances"));
        }
    }

    private static boolean hasTasks(KafkaStreams streams) {
        return streams.metadataForLocalThreads().stream()
                .flatMap(thread -> thread.activeTasks().stream())
                .anyMatch(task -> task.taskId().subtopology() == 0);
    }
}
