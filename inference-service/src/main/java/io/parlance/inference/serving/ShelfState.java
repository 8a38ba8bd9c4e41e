package io.parlance.inference.serving;

import java.util.List;
import java.util.Optional;

/**
 * The shelf at one moment.
 *
 * @param caughtUp whether everything that was announced before the start has been read
 * @param wanted what should serve
 * @param active what serves
 * @param problem why {@code wanted} does not serve, when loading it failed
 * @param bases imported base models, oldest first
 * @param beside models in memory besides the active one, the longest unused first
 */
public record ShelfState(
        boolean caughtUp,
        Optional<ModelOffer> wanted,
        Optional<ServedModel> active,
        Optional<String> problem,
        List<ModelOffer> bases,
        List<ServedModel> beside) {
    static final ShelfState EMPTY =
            new ShelfState(false, Optional.empty(), Optional.empty(), Optional.empty(), List.of(), List.of());

    public ShelfState {
        bases = List.copyOf(bases);
        beside = List.copyOf(beside);
    }

    /** Whether what should serve does. */
    public boolean isSettled() {
        return caughtUp
                && wanted.isPresent()
                && active.filter(model -> model.offer().isSameModelAs(wanted.get()))
                        .isPresent();
    }

    /** Why nothing, or not the wanted model, serves; a sentence. */
    public String explanation() {
        if (isSettled()) {
            return "The wanted model serves.";
        }
        if (problem.isPresent()) {
            return problem.get();
        }
        if (!caughtUp) {
            return "The service does not know yet which model to serve; it waits for Kafka.";
        }
        return wanted.map(offer -> "The model %s is being loaded.".formatted(offer.id()))
                .orElse("No base model has been imported yet; the trainer service imports one when it starts.");
    }
}
