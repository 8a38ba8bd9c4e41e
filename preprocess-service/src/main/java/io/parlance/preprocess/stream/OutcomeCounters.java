package io.parlance.preprocess.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.parlance.contracts.ConversationRejected;
import io.parlance.contracts.DropReason;
import io.parlance.contracts.Event;
import io.parlance.contracts.ExampleDropped;
import io.parlance.contracts.ExamplePrepared;
import io.parlance.contracts.Split;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Counts what this process did, as {@code parlance_preprocess_*}. A transaction that is aborted and done again counts
 * twice; the events on the topics are exact.
 */
final class OutcomeCounters {
    private static final Logger LOG = Logger.getLogger(OutcomeCounters.class);
    private static final String OUTCOMES = "parlance.preprocess.outcomes";

    private final Counter conversations;
    private final Counter tombstones;
    private final Counter kept;
    private final Counter rejected;
    private final Counter failures;
    private final Map<Split, Counter> prepared = new EnumMap<>(Split.class);
    private final Map<DropReason, Counter> dropped = new EnumMap<>(DropReason.class);

    OutcomeCounters(MeterRegistry registry) {
        conversations = Counter.builder("parlance.preprocess.conversations")
                .description("conversations read from conversations.submitted.v1")
                .register(registry);
        tombstones = Counter.builder("parlance.preprocess.tombstones")
                .description("records without a value, which erase a conversation if there is one")
                .register(registry);
        kept = Counter.builder("parlance.preprocess.kept")
                .description("records that were written again at another place, passed over")
                .register(registry);
        failures = Counter.builder("parlance.preprocess.failures")
                .description("surprises that made a stream thread start again")
                .register(registry);
        rejected = outcome(registry, "rejected", "rules");
        for (Split split : Split.values()) {
            prepared.put(split, outcome(registry, "prepared", split.name().toLowerCase(Locale.ROOT)));
        }
        for (DropReason reason : DropReason.values()) {
            dropped.put(reason, outcome(registry, "dropped", reason.name().toLowerCase(Locale.ROOT)));
        }
    }

    void conversation() {
        conversations.increment();
    }

    void tombstone(String position) {
        LOG.debugf("Tombstone read position=%s", position);
        tombstones.increment();
    }

    void kept() {
        kept.increment();
    }

    void failure() {
        failures.increment();
    }

    void count(Event event) {
        Counter counter =
                switch (event) {
                    case ExamplePrepared p -> prepared.get(p.split());
                    case ExampleDropped d -> dropped.get(d.reason());
                    case ConversationRejected _ -> rejected;
                    default -> throw new IllegalArgumentException("not an outcome: " + event.topic());
                };
        counter.increment();
    }

    private static Counter outcome(MeterRegistry registry, String outcome, String reason) {
        return Counter.builder(OUTCOMES)
                .description("what became of conversations; reason is the split of prepared ones")
                .tag("outcome", outcome)
                .tag("reason", reason)
                .register(registry);
    }
}
