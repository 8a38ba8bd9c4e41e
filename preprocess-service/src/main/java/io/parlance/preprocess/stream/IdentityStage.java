package io.parlance.preprocess.stream;

import io.parlance.contracts.ConversationSubmitted;
import io.parlance.preprocess.Sha256;
import io.parlance.preprocess.example.Cleaned;
import io.parlance.preprocess.example.Outcome;
import io.parlance.preprocess.example.Preparation;
import io.parlance.preprocess.example.Sighting;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** Second stage, partitioned by conversation id: is the id new? Then the text is cleaned. */
final class IdentityStage extends Stage<String, Cleaned> {
    static final String STORE = "identities";

    private final Preparation preparation;
    private KeyValueStore<String, byte[]> sightings;

    IdentityStage(Preparation preparation, OutcomeCounters counters) {
        super(counters);
        this.preparation = preparation;
    }

    @Override
    public void init(ProcessorContext<String, Step> context) {
        super.init(context);
        sightings = context.getStateStore(STORE);
    }

    @Override
    public void process(Record<String, Cleaned> in) {
        ConversationSubmitted conversation = in.value().conversation();
        String position = position(in);
        // A dataset's name holds no NUL, so the pair is unambiguous.
        String identity = conversation.dataset() + '\0' + conversation.id();
        Sha256 content = Preparation.contentDigest(conversation);
        Optional<Sighting> earlier =
                Optional.ofNullable(sightings.get(identity)).map(Sighting::fromBytes);
        if (earlier.isEmpty()) {
            sightings.put(identity, new Sighting(content, "kafka:" + position).toBytes());
        }
        Outcome outcome = preparation.clean(conversation, earlier, content);
        String nextKey = outcome instanceof Outcome.GoesOn g
                ? Preparation.contentDigest(g.cleaned().conversation()).hex()
                : conversation.id();
        forward(in, position, nextKey, outcome);
    }
}
