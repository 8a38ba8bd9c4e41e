package io.parlance.preprocess.cookbook;

import io.parlance.contracts.ConversationSubmitted;
import io.parlance.preprocess.duplicates.DuplicateIndex;
import io.parlance.preprocess.duplicates.Fingerprint;
import io.parlance.preprocess.duplicates.Resemblance;
import io.parlance.preprocess.recipe.DuplicateRules;
import io.parlance.preprocess.recipe.Recipe;
import io.parlance.preprocess.recipe.RecipeOutcome;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Duplicates within a sample, in its order, as the stream finds them within a dataset; by text and words, for a sample
 * is not embedded.
 */
final class SampleDuplicates {
    private final DuplicateRules rules;
    private final Map<Integer, Twin> twins = new HashMap<>();
    private final Map<Resemblance.Kind, Integer> found = new EnumMap<>(Resemblance.Kind.class);
    private int compared;

    /**
     * An earlier conversation of the sample.
     *
     * @param conversation its index
     * @param dropped whether the later one goes, or stays with it
     */
    record Twin(Resemblance.Kind kind, int conversation, double similarity, boolean dropped) {}

    SampleDuplicates(Recipe recipe, List<RecipeOutcome> outcomes) {
        DuplicateRules given = recipe.duplicates();
        rules = new DuplicateRules(given.exact(), given.near(), Optional.empty());
        Map<String, DuplicateIndex> indexes = new HashMap<>(); // by dataset, for the stream compares within one
        Map<String, DuplicateIndex.Facts> remembered = new HashMap<>();
        for (int i = 0; i < outcomes.size(); i++) {
            if (outcomes.get(i) instanceof RecipeOutcome.Kept kept) {
                compared++;
                DuplicateIndex.Facts facts = facts(kept.conversation(), recipe);
                DuplicateIndex index =
                        indexes.computeIfAbsent(kept.conversation().dataset(), dataset -> new DuplicateIndex(rules));
                Optional<Twin> twin = index.of(facts, remembered::get).stream()
                        .map(this::twin)
                        .findFirst();
                if (twin.isPresent()) {
                    twins.put(i, twin.get());
                }
                if (twin.filter(Twin::dropped).isEmpty()) {
                    remembered.put(Integer.toString(i), facts);
                    index.add(i, Integer.toString(i), facts);
                } else {
                    found.merge(twin.get().kind(), 1, Integer::sum);
                }
            }
        }
    }

    Optional<Twin> of(int conversation) {
        return Optional.ofNullable(twins.get(conversation));
    }

    /** Conversations that came as far as to be compared. */
    int compared() {
        return compared;
    }

    /** Those that are dropped. */
    int dropped(Resemblance.Kind kind) {
        return found.getOrDefault(kind, 0);
    }

    private Twin twin(Resemblance resemblance) {
        boolean dropped = resemblance.kind() == Resemblance.Kind.EXACT
                || rules.near().orElseThrow().action() == DuplicateRules.Action.DROP;
        return new Twin(
                resemblance.kind(), Integer.parseInt(resemblance.conversationId()), resemblance.similarity(), dropped);
    }

    private static DuplicateIndex.Facts facts(ConversationSubmitted conversation, Recipe recipe) {
        Fingerprint fingerprint = Fingerprint.of(conversation, recipe);
        return new DuplicateIndex.Facts(fingerprint.text(), fingerprint.shingles(), null);
    }
}
