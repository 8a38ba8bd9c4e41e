package io.parlance.preprocess.stream;

import io.parlance.contracts.CloudEvent;
import io.parlance.contracts.Event;
import io.parlance.contracts.ExamplePrepared;
import io.parlance.preprocess.intake.ConversationName;
import io.parlance.preprocess.intake.TombstoneHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/** A stage of the way: takes a record in, forwards one {@link Step}, or the parts of one. */
abstract class Stage<K, V> extends ContextualProcessor<K, V, String, Step> {
    static final String SOURCE = "/parlance/preprocess";

    /** Where the conversation came in; travels as a header, through the internal topics too. */
    static final String POSITION_HEADER = "parlance-position";

    private final OutcomeCounters counters;

    Stage(OutcomeCounters counters) {
        this.counters = counters;
    }

    /** To the next stage. */
    final void pass(Record<?, ?> in, String position, String nextKey, Step step) {
        Headers headers = traces(in.headers()).add(POSITION_HEADER, position.getBytes(StandardCharsets.UTF_8));
        Header kept = in.headers().lastHeader(TombstoneHeaders.KEPT);
        if (kept != null) {
            headers.add(kept);
        }
        context().forward(new Record<>(nextKey, step, in.timestamp(), headers));
    }

    /** To the next stage, without a value. */
    final void passErased(Record<?, ?> in, String position, String nextKey, ConversationName erased) {
        Headers headers = naming(erased, in).add(POSITION_HEADER, position.getBytes(StandardCharsets.UTF_8));
        context().forward(new Record<>(nextKey, new Step.Erased(), in.timestamp(), headers));
    }

    /** Takes back what was told of an erased conversation under this key. */
    final void takeBack(Record<?, ?> in, ConversationName erased, String topic, String key) {
        context().forward(new Record<>(key, new Step.Gone(topic), in.timestamp(), naming(erased, in)));
    }

    private static Headers naming(ConversationName erased, Record<?, ?> in) {
        return traces(in.headers())
                .add(TombstoneHeaders.DATASET, erased.dataset().getBytes(StandardCharsets.UTF_8))
                .add(TombstoneHeaders.CONVERSATION, erased.id().getBytes(StandardCharsets.UTF_8));
    }

    /** Whom a tombstone of an internal topic means. */
    static ConversationName erased(Record<?, ?> in) {
        String dataset = text(in.headers(), TombstoneHeaders.DATASET);
        String id = text(in.headers(), TombstoneHeaders.CONVERSATION);
        if (dataset == null || id == null) {
            throw new IllegalStateException(
                    "a tombstone of an internal topic has no headers %s and %s; only this service writes there"
                            .formatted(TombstoneHeaders.DATASET, TombstoneHeaders.CONVERSATION));
        }
        return new ConversationName(dataset, id);
    }

    /** The position in the input is the event's id: a replay gives the same, and each input has one outcome. */
    final void end(Record<?, ?> in, String position, Event event) {
        counters.count(event);
        announce(in, position, event);
    }

    /** Of the parts of a conversation the first counts, and the others bear their number behind the position. */
    final void end(Record<?, ?> in, String position, List<ExamplePrepared> parts) {
        counters.count(parts.getFirst());
        for (int i = 0; i < parts.size(); i++) {
            announce(in, i == 0 ? position : position + "#" + (i + 1), parts.get(i));
        }
    }

    private void announce(Record<?, ?> in, String id, Event event) {
        Headers headers = traces(in.headers());
        CloudEvent.of(event, id, SOURCE, Instant.ofEpochMilli(in.timestamp()))
                .headers()
                .forEach((name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
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
