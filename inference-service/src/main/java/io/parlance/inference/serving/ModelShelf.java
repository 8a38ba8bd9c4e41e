package io.parlance.inference.serving;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the wanted model serving. A successor is loaded beside the model that serves, then takes its place at once;
 * running answers end on the old one, which is closed when the last has. When a model cannot be loaded the old one goes
 * on, and loading is tried again.
 *
 * <p>The promoted model is wanted, or the newest base while nothing is promoted. Every imported base can be asked for by
 * its id; those that do not serve are loaded when first asked for.
 *
 * <p>Safe for use by many threads: one thread of its own changes the state and loads models; readers see a snapshot.
 */
public final class ModelShelf {
    private final ModelLoader loader;
    private final ShelfOptions options;
    private final ShelfListener listener;
    private final Retirement retirement = new Retirement();
    private final ScheduledThreadPoolExecutor keeper = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("model-shelf").daemon().factory());

    private volatile ShelfState state = ShelfState.EMPTY;

    /** These belong to the keeper's thread. */
    private final Map<String, ModelOffer> bases = new LinkedHashMap<>();

    private final LinkedHashMap<String, ServedModel> beside = new LinkedHashMap<>(16, 0.75f, true);
    private Optional<ModelOffer> promoted = Optional.empty();
    private Optional<ServedModel> active = Optional.empty();
    private Optional<String> problem = Optional.empty();
    private Future<?> retrying = CompletableFuture.completedFuture(null);
    private boolean caughtUp;

    public ModelShelf(ModelLoader loader, ShelfOptions options, ShelfListener listener) {
        this.loader = loader;
        this.options = options;
        this.listener = listener;
        keeper.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    public ShelfState state() {
        return state;
    }

    /** A base model is there; the newest is wanted while nothing is promoted. */
    public void imported(ModelOffer base) {
        change(() -> {
            ModelOffer before = bases.get(base.id());
            if (before == null || !before.isSameModelAs(base)) {
                bases.remove(base.id());
                bases.put(base.id(), base);
                forget(base.id());
            }
        });
    }

    /** A base model was taken back. */
    public void withdrawn(String baseId) {
        change(() -> {
            bases.remove(baseId);
            forget(baseId);
        });
    }

    /** From now on this model is wanted. */
    public void promoted(ModelOffer model) {
        change(() -> promoted = Optional.of(model));
    }

    /** Nothing is promoted: the newest base is wanted. */
    public void promotionWithdrawn() {
        change(() -> promoted = Optional.empty());
    }

    /** Everything announced so far has been told; nothing is loaded before. */
    public void caughtUp() {
        change(() -> caughtUp = true);
    }

    /** @param name a model's id, or the alias of whatever serves */
    public CompletableFuture<Found> find(String name) {
        ShelfState now = state;
        boolean byAlias = name.equals(options.alias());
        Optional<ServedModel> serving =
                now.active().filter(model -> byAlias || model.id().equals(name));
        if (serving.isPresent()) {
            return CompletableFuture.completedFuture(new Found.Ready(serving.get()));
        }
        boolean wanted = now.wanted().filter(offer -> offer.id().equals(name)).isPresent();
        if (byAlias || wanted || !now.caughtUp()) {
            return CompletableFuture.completedFuture(new Found.NotReady(now.explanation()));
        }
        boolean base = now.bases().stream().anyMatch(offer -> offer.id().equals(name));
        if (!base || options.besideLimit() == 0) {
            return CompletableFuture.completedFuture(new Found.Unknown(known(now)));
        }
        try {
            return CompletableFuture.supplyAsync(() -> findBeside(name), keeper);
        } catch (RejectedExecutionException closed) {
            return CompletableFuture.completedFuture(new Found.NotReady("The service is stopping; try again."));
        }
    }

    private List<String> known(ShelfState now) {
        List<String> names = new ArrayList<>(List.of(options.alias()));
        now.active().ifPresent(model -> names.add(model.id()));
        if (options.besideLimit() > 0) {
            now.bases().stream()
                    .map(ModelOffer::id)
                    .filter(id -> !names.contains(id))
                    .forEach(names::add);
        }
        return names;
    }

    private Found findBeside(String id) {
        if (active.filter(model -> model.id().equals(id)).isPresent()) {
            return new Found.Ready(active.get());
        }
        ServedModel loaded = beside.get(id);
        if (loaded != null) {
            return new Found.Ready(loaded);
        }
        ModelOffer base = bases.get(id);
        if (base == null) {
            return new Found.Unknown(known(state));
        }
        try {
            // Room first: the limit is on memory.
            shrinkTo(options.besideLimit() - 1);
            ServedModel model = loader.load(base);
            beside.put(id, model);
            publish();
            listener.loadedBeside(model);
            return new Found.Ready(model);
        } catch (RuntimeException | LinkageError | OutOfMemoryError broken) {
            listener.failed(base, broken);
            return new Found.NotReady(sentence(broken));
        }
    }

    private void change(Runnable change) {
        try {
            keeper.execute(() -> {
                change.run();
                settle();
            });
        } catch (RejectedExecutionException closed) {
            // The service stops: nothing will be served any more.
        }
    }

    private void settle() {
        publish();
        if (state.isSettled()) {
            problem = Optional.empty();
            publish();
        } else if (caughtUp && state.wanted().isPresent()) {
            replaceBy(state.wanted().get());
        }
    }

    private void replaceBy(ModelOffer wanted) {
        retrying.cancel(false);
        try {
            ServedModel successor = takeFromBeside(wanted).orElseGet(() -> loader.load(wanted));
            Optional<ServedModel> predecessor = active;
            active = Optional.of(successor);
            problem = Optional.empty();
            publish();
            predecessor.ifPresent(this::setAside);
            listener.serving(successor, predecessor);
        } catch (RuntimeException | LinkageError | OutOfMemoryError broken) {
            // A library that does not load and memory that does not suffice are no reason to stop serving the old one.
            if (!problem.equals(Optional.of(sentence(broken)))) {
                listener.failed(wanted, broken);
            }
            problem = Optional.of(sentence(broken));
            publish();
            retrying = keeper.schedule(this::settle, options.retry().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private static String sentence(Throwable broken) {
        return broken.getMessage() != null ? broken.getMessage() : broken.toString();
    }

    private Optional<ServedModel> takeFromBeside(ModelOffer wanted) {
        ServedModel model = beside.remove(wanted.id());
        if (model != null && !model.offer().isSameModelAs(wanted)) {
            retirement.begin(model);
            return Optional.empty();
        }
        return Optional.ofNullable(model);
    }

    /** A base stays at hand; what was promoted and is no more goes. */
    private void setAside(ServedModel predecessor) {
        ModelOffer base = bases.get(predecessor.id());
        if (base != null && base.isSameModelAs(predecessor.offer()) && options.besideLimit() > 0) {
            beside.put(predecessor.id(), predecessor);
            shrinkTo(options.besideLimit());
        } else {
            retirement.begin(predecessor);
        }
    }

    private void shrinkTo(int limit) {
        for (Iterator<ServedModel> oldest = beside.values().iterator(); beside.size() > limit; ) {
            retirement.begin(oldest.next());
            oldest.remove();
        }
        publish();
    }

    private void forget(String id) {
        ServedModel model = beside.remove(id);
        if (model != null) {
            retirement.begin(model);
        }
    }

    private void publish() {
        Optional<ModelOffer> newestBase = bases.values().stream().reduce((_, newer) -> newer);
        state = new ShelfState(
                caughtUp,
                promoted.or(() -> newestBase),
                active,
                problem,
                List.copyOf(bases.values()),
                List.copyOf(beside.values()));
    }

    /** Takes no new requests, lets running answers end for so long, then closes every model. */
    public void close(Duration patience) {
        keeper.shutdown();
        try {
            keeper.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ShelfState last = state;
        last.active().ifPresent(retirement::begin);
        last.beside().forEach(retirement::begin);
        retirement.finish(patience);
    }
}
