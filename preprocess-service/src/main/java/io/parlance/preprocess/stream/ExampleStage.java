package io.parlance.preprocess.stream;

import io.parlance.preprocess.example.BaseModel;
import io.parlance.preprocess.example.Cleaned;
import io.parlance.preprocess.example.Outcome;
import io.parlance.preprocess.example.Preparation;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** Third stage, partitioned by the digest of the cleaned text: is the text new? Then it becomes an example. */
final class ExampleStage extends Stage<String, Cleaned> {
    static final String STORE = "texts";

    private final Preparation preparation;
    private final Supplier<BaseModel> base;
    private KeyValueStore<String, String> firstWithText;

    ExampleStage(Preparation preparation, Supplier<BaseModel> base, OutcomeCounters counters) {
        super(counters);
        this.preparation = preparation;
        this.base = base;
    }

    @Override
    public void init(ProcessorContext<String, Step> context) {
        super.init(context);
        firstWithText = context.getStateStore(STORE);
    }

    @Override
    public void process(Record<String, Cleaned> in) {
        String digest = in.key();
        Optional<String> twin = Optional.ofNullable(firstWithText.get(digest));
        Outcome compared = preparation.compare(in.value(), twin);
        if (twin.isEmpty()) {
            firstWithText.put(digest, in.value().conversation().id());
        }
        Outcome outcome =
                compared instanceof Outcome.GoesOn g ? preparation.example(g.cleaned(), base.get()) : compared;
        forward(in, position(in), in.value().conversation().id(), outcome);
    }
}
