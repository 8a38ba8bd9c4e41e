package io.parlance.inference.serving;

import java.util.Optional;

/** Hears what happens on the shelf, on its thread. */
public interface ShelfListener {
    void serving(ServedModel model, Optional<ServedModel> predecessor);

    void loadedBeside(ServedModel model);

    /** Told once per cause for the wanted model, not at each attempt. */
    void failed(ModelOffer offer, Throwable cause);
}
