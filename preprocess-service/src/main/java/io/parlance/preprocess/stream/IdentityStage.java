package io.parlance.preprocess.stream;

import io.parlance.preprocess.example.BaseModel;
import io.parlance.preprocess.example.Outcome;
import io.parlance.preprocess.example.Preparation;
import io.parlance.preprocess.example.Received;
import io.parlance.preprocess.example.Sighting;
import io.parlance.preprocess.intake.ConversationName;
import io.parlance.preprocess.intake.TombstoneHeaders;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** Second stage, partitioned by dataset and id: is the id new? Then all is done that needs no neighbour. */
final class IdentityStage extends Stage<String, Received> {
    static final String STORE = "identities";

    private final Preparation preparation;
    private final Supplier<BaseModel> base;
    private final OutcomeCounters counters;
    private KeyValueStore<String, byte[]> sightings;

    IdentityStage(Preparation preparation, Supplier<BaseModel> base, OutcomeCounters counters) {
        super(counters);
        this.preparation = preparation;
        this.base = base;
        this.counters = counters;
    }

    @Override
    public void init(ProcessorContext<String, Step> context) {
        super.init(context);
        sightings = context.getStateStore(STORE);
    }

    @Override
    public void process(Record<String, Received> in) {
        if (in.value() == null) {
            erase(in);
            return;
        }
        Received received = in.value();
        String position = position(in);
        String identity = StoreKeys.of(received.dataset(), received.id());
        Optional<Sighting> earlier =
                Optional.ofNullable(sightings.get(identity)).map(Sighting::fromBytes);
        String kept = text(in.headers(), TombstoneHeaders.KEPT);
        if (kept != null) {
            if (earlier.isPresent() && earlier.get().wasReadAt(kept)) {
                counters.kept();
                return;
            }
            counters.conversation();
        }
        String place = kept == null ? Sighting.placeOf(position) : kept;
        Sighting now = earlier.map(sighting -> sighting.and(place))
                .orElseGet(() -> Sighting.first(received.content(), topicOf(position) + place));
        if (earlier.isEmpty() || !now.equals(earlier.get())) {
            sightings.put(identity, now.toBytes());
        }
        Outcome outcome = preparation.identify(received, earlier);
        if (outcome instanceof Outcome.New) {
            outcome = preparation.example(received, base.get());
        }
        switch (outcome) {
            case Outcome.New _ -> throw new IllegalStateException("a new conversation became nothing");
            case Outcome.Drafted d -> pass(in, position, received.dataset(), new Step.ToDataset(d.candidate()));
            case Outcome.Dropped d -> end(in, position, d.event());
        }
    }

    /** With the dash behind it. */
    private static String topicOf(String position) {
        return position.substring(0, position.lastIndexOf('-') + 1);
    }

    /** Whoever sends the id again sends something new. */
    private void erase(Record<String, Received> tombstone) {
        ConversationName erased = erased(tombstone);
        if (sightings.delete(StoreKeys.of(erased.dataset(), erased.id())) != null) {
            passErased(tombstone, position(tombstone), erased.dataset(), erased);
        }
    }
}
