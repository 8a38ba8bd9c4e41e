package io.parlance.preprocess.stream;

import io.parlance.contracts.CloudEvent;
import io.parlance.contracts.Event;
import io.parlance.preprocess.example.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/** A stage of the way: takes a record in, forwards exactly one {@link Step}. */
abstract class Stage<K, V> extends ContextualProcessor<K, V, String, Step> {
    static final String SOURCE = "/parlance/preprocess";

    /** Where the conversation came in; travels as a header, through the internal topics too. */
    static final String POSITION_HEADER = "parlance-position";

    private final OutcomeCounters counters;

    Stage(OutcomeCounters counters) {
        this.counters = counters;
    }

    final void forward(Record<?, ?> in, String position, String nextKey, Outcome outcome) {
        switch (outcome) {
            case Outcome.GoesOn g -> {
                Headers headers = traces(in.headers()).add(POSITION_HEADER, position.getBytes(StandardCharsets.UTF_8));
                context().forward(new Record<>(nextKey, new Step.GoesOn(g.cleaned()), in.timestamp(), headers));
            }
            case Outcome.Dropped d -> end(in, position, d.event());
            case Outcome.Prepared p -> end(in, position, p.event());
        }
    }

    /** The position in the input is the event's id: a replay gives the same, and each input has one outcome. */
    final void end(Record<?, ?> in, String position, Event event) {
        Headers headers = traces(in.headers());
        CloudEvent.of(event, position, SOURCE, Instant.ofEpochMilli(in.timestamp()))
                .headers()
                .forEach((name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
        counters.count(event);
        context().forward(new Record<>(event.key(), new Step.Ended(event), in.timestamp(), headers));
    }

    static String position(Record<?, ?> in) {
        String position = text(in.headers(), POSITION_HEADER);
        if (position == null) {
            throw new IllegalStateException(
                    "a record of an internal topic has no header %s; only this service writes there"
                            .formatted(POSITION_HEADER));
        }
        return position;
    }

    static String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static Headers traces(Headers in) {
        Headers kept = new RecordHeaders();
        for (String name : new String[] {"traceparent", "tracestate"}) {
            Header header = in.lastHeader(name);
            if (header != null) {
                kept.add(header);
            }
        }
        return kept;
    }
}
