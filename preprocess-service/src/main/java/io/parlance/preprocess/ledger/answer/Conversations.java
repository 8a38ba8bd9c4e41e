package io.parlance.preprocess.ledger.answer;

import io.parlance.contracts.ConversationRules;
import io.parlance.preprocess.Refusal;
import io.parlance.preprocess.ledger.Books;
import io.parlance.preprocess.ledger.Place;
import io.parlance.preprocess.ledger.RecordKind;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds the conversation that a request means. */
@ApplicationScoped
public class Conversations {
    private final Books books;

    public Conversations(Books books) {
        this.books = books;
    }

    /**
     * A conversation's records.
     *
     * @param places of its own and of its children, in the order of their times
     */
    record Found(String id, String dataset, List<Place> places) {
        List<Place> of(RecordKind kind) {
            return places.stream().filter(place -> place.kind() == kind).toList();
        }
    }

    /** The dataset of the conversation that is meant, by the same rules. @throws Refusal as well */
    public String datasetOf(String id, Optional<String> dataset) {
        return find(id, dataset).dataset();
    }

    /**
     * In the dataset named; else in {@code live}; else in the only one that has it.
     *
     * @throws Refusal when there is none, or none of several is named
     */
    Found find(String id, Optional<String> dataset) {
        List<Place> all = books.places(id);
        SortedSet<String> datasets = all.stream()
                .filter(place -> place.kind() != RecordKind.CHILD)
                .map(Place::dataset)
                .collect(Collectors.toCollection(TreeSet::new));
        if (datasets.isEmpty()) {
            throw Refusal.notFound(
                    "the ledger knows no conversation '%s'; one that was sent just now may take a second to be counted, an id made from the content stands in the answer to its submission, and of one that was erased only the receipt of the erasure is left"
                            .formatted(id),
                    "conversation_not_found");
        }
        String chosen = dataset.orElseGet(() -> {
            if (datasets.contains(ConversationRules.DEFAULT_DATASET)) {
                return ConversationRules.DEFAULT_DATASET;
            }
            if (datasets.size() == 1) {
                return datasets.first();
            }
            throw Refusal.of(
                    400,
                    "conversation '%s' is in the datasets %s; say which with ?dataset="
                            .formatted(id, String.join(", ", datasets)),
                    "dataset",
                    "dataset_needed");
        });
        if (!datasets.contains(chosen)) {
            throw Refusal.notFound(
                    "dataset '%s' has no conversation '%s'; it is in %s"
                            .formatted(chosen, id, String.join(", ", datasets)),
                    "conversation_not_found");
        }
        return new Found(
                id,
                chosen,
                all.stream().filter(place -> place.dataset().equals(chosen)).toList());
    }
}
