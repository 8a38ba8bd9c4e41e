package io.parlance.preprocess.ledger;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.parlance.preprocess.Excerpt;
import org.jboss.logging.Logger;

/** What this process' ledger met, as {@code parlance_preprocess_ledger_*}. */
final class LedgerCounters {
    private static final Logger LOG = Logger.getLogger(LedgerCounters.class);

    private final Counter records;
    private final Counter tombstones;
    private final Counter kept;
    private final Counter unreadable;
    private final Counter failures;

    LedgerCounters(MeterRegistry registry) {
        records = counter(registry, "records", "records read from the four topics");
        tombstones = counter(registry, "tombstones", "records without a value, which count for no conversation");
        kept = counter(registry, "kept", "records that were written again at another place, which count once");
        unreadable = counter(registry, "unreadable", "outcomes that another program wrote in another form");
        failures = counter(registry, "failures", "surprises that made the ledger's thread start again");
    }

    void record() {
        records.increment();
    }

    void tombstone() {
        tombstones.increment();
    }

    void kept() {
        kept.increment();
    }

    void unreadable(String position, Exception why) {
        Throwable cause = why.getCause() == null ? why : why.getCause();
        LOG.errorf(
                "Outcome unreadable, left out of the ledger position=%s because=%s",
                position, Excerpt.of(cause.getMessage(), 200));
        unreadable.increment();
    }

    void failure() {
        failures.increment();
    }

    private static Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder("parlance.preprocess.ledger." + name)
                .description(description)
                .register(registry);
    }
}
