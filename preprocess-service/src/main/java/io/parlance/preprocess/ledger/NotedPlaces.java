package io.parlance.preprocess.ledger;

import io.parlance.contracts.ConversationKey;
import io.parlance.contracts.Topics;
import io.parlance.preprocess.intake.ConversationName;
import io.parlance.preprocess.intake.FormerPlace;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** Where the records lie that one task has read. */
final class NotedPlaces {
    private final KeyValueStore<byte[], byte[]> store;
    private final KeyValueStore<byte[], byte[]> subjects;

    /** @param subjects {@link LedgerStores#SUBJECTS} */
    NotedPlaces(KeyValueStore<byte[], byte[]> store, KeyValueStore<byte[], byte[]> subjects) {
        this.store = store;
        this.subjects = subjects;
    }

    /** A place with what is remembered beside it. */
    record Noted(Place place, Remark remark) {}

    void note(Place place, Remark remark) {
        store.put(place.key(), place.value(remark));
        // What is remembered stands once, so that it is taken back once.
        place.elsewhere().ifPresent(other -> store.put(other.key(), other.value()));
        if (remark.subject() != null) {
            subjects.put(LedgerStores.subjectKey(remark.subject(), place), place.value());
        }
    }

    /**
     * Notes that a record was written again: what was known of its old place is known of the new one. Whoever writes it again
     * may be killed and do it once more. What was written again bears its first place, so the place of a copy is no former one.
     *
     * @param place the new one
     * @return whether the old one was noted here
     */
    boolean move(Place place, FormerPlace former) {
        Place old = place.at(former.offset());
        byte[] value = store.get(old.key());
        Optional<Noted> noted = value == null || Place.remark(value).original() != null
                ? find(
                        place.conversationId(),
                        candidate -> candidate.place().kind() == place.kind()
                                && candidate.place().dataset().equals(place.dataset())
                                && candidate.place().partition() == place.partition()
                                && Objects.equals(candidate.remark().original(), former.offset()))
                : Optional.of(new Noted(old, Place.remark(value)));
        noted.ifPresent(found -> {
            delete(found);
            note(place, found.remark().movedFrom(former.offset()));
        });
        return noted.isPresent();
    }

    /** Whether this refusal was told before: a client that sends its request again repeats its refusals, ids and all. */
    boolean hasRejection(String rejectionId) {
        return find(rejectionId, noted -> noted.place().kind() == RecordKind.REJECTED)
                .isPresent();
    }

    private Optional<Noted> find(String id, Predicate<Noted> wanted) {
        try (KeyValueIterator<byte[], byte[]> found = LedgerStores.placesOf(store, id)) {
            while (found.hasNext()) {
                Noted noted = noted(found.next());
                if (wanted.test(noted)) {
                    return Optional.of(noted);
                }
            }
            return Optional.empty();
        }
    }

    private static Noted noted(KeyValue<byte[], byte[]> entry) {
        return new Noted(Place.of(entry.key, entry.value), Place.remark(entry.value));
    }

    /** A tombstone. @param key null when it has none. @param dataset and id of the headers that name a conversation, or null */
    record Tombstone(String topic, int partition, long offset, String key, String dataset, String id) {
        List<ConversationName> meant() {
            return ConversationName.ofTombstone(key, dataset, id);
        }

        /** Then the key says nothing that its headers do not; each look into the store costs more than all the rest. */
        boolean isUnderKeyOfWhatItNames() {
            if (key == null || dataset == null || id == null) {
                return false;
            }
            String own = ConversationKey.of(dataset, id);
            return key.equals(own) || key.startsWith(own + "#");
        }

        /** Whether it takes this one out of its topic. */
        boolean covers(Place place) {
            return place.kind() != RecordKind.CHILD
                    && place.topic().equals(topic)
                    && place.partition() == partition
                    && place.offset() < offset;
        }
    }

    /**
     * Takes out what a tombstone takes out of its topic: the places before it in its partition, of the conversation or the
     * refusal that it means. What other records say of the conversation stays until they have tombstones of their own.
     */
    List<Noted> forget(Tombstone tombstone) {
        List<Noted> forgotten = new ArrayList<>();
        for (ConversationName name : tombstone.meant()) {
            forget(tombstone, name.id(), place -> place.dataset().equals(name.dataset()), forgotten);
        }
        if (tombstone.key() == null || tombstone.isUnderKeyOfWhatItNames()) {
            return forgotten;
        }
        // A refusal's id is the same in all datasets.
        forget(
                tombstone,
                tombstone.key(),
                place -> place.kind() == RecordKind.REJECTED || place.kind() == RecordKind.REFUSED,
                forgotten);
        if (forgotten.isEmpty() && tombstone.topic().equals(Topics.EXAMPLES_PREPARED)) {
            for (ConversationName name : ConversationName.ofKey(tombstone.key().replaceFirst("#[0-9]+$", ""))) {
                forget(tombstone, name.id(), place -> place.dataset().equals(name.dataset()), forgotten);
            }
        }
        return forgotten;
    }

    private void forget(Tombstone tombstone, String id, Predicate<Place> meant, List<Noted> forgotten) {
        List<Noted> places = new ArrayList<>();
        // An iterator is always one step ahead. Behind the last place of the id that step would go over all neighbours
        // that are
        // erased and that RocksDB still holds, which in the erasure of a dataset are nearly all.
        LedgerStores.endsOf(id).forEach(end -> store.put(end, LedgerStores.END));
        try (KeyValueIterator<byte[], byte[]> found = LedgerStores.placesOf(store, id)) {
            while (found.hasNext()) {
                KeyValue<byte[], byte[]> entry = found.next();
                if (!LedgerStores.isPlace(entry)) {
                    break;
                }
                Noted noted = noted(entry);
                if (tombstone.covers(noted.place()) && meant.test(noted.place())) {
                    places.add(noted);
                }
            }
        }
        LedgerStores.endsOf(id).forEach(store::delete);
        for (Noted found : places) {
            forgotten.add(delete(found));
        }
    }

    /** @return with what was remembered of it, under whichever of its ids */
    private Noted delete(Noted found) {
        Place place = found.place();
        Remark remark = found.remark();
        store.delete(place.key());
        if (place.elsewhere().isPresent()) {
            byte[] other = store.delete(place.elsewhere().get().key());
            if (other != null && remark.equals(Remark.NONE)) {
                remark = Place.remark(other);
            }
        }
        if (remark.subject() != null) {
            subjects.delete(LedgerStores.subjectKey(remark.subject(), place));
        }
        return new Noted(place, remark);
    }
}
