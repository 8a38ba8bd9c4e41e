package io.parlance.preprocess.ledger;

import io.micrometer.core.instrument.MeterRegistry;
import io.parlance.preprocess.AdminAsking;
import io.parlance.preprocess.PreprocessConfig;
import io.parlance.preprocess.stream.KafkaCluster;
import io.parlance.preprocess.stream.MissingException;
import io.parlance.preprocess.stream.StreamRun;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.KafkaStreams;
import org.jboss.logging.Logger;

/** Starts the ledger's stream with the service and keeps it running; on a thread of its own. Needs no base model. */
@ApplicationScoped
public class LedgerStream {
    private static final Logger LOG = Logger.getLogger(LedgerStream.class);

    private static final Duration REMOVAL = Duration.ofSeconds(5);
    private static final Duration BETWEEN_REMOVALS = Duration.ofMinutes(1);

    private final PreprocessConfig config;
    private final MeterRegistry registry;
    private final LedgerCounters counters;
    private final LedgerTopology topology;
    private final Thread watch = Thread.ofPlatform().name("ledger-watch").unstarted(this::keepRunning);
    private volatile boolean closing;
    private volatile StreamRun run;
    private volatile String missing = "the service is starting";
    private boolean formerRemoved;
    private long lookForFormerAt = System.nanoTime();

    public LedgerStream(PreprocessConfig config, MeterRegistry registry) {
        this.config = config;
        this.registry = registry;
        this.counters = new LedgerCounters(registry);
        this.topology = new LedgerTopology(counters, config.ledger().tellEvery());
    }

    void start(@Observes StartupEvent started) {
        if (config.ledger().enabled()) {
            watch.start();
        } else {
            missing = "it is turned off (parlance.preprocess.ledger.enabled=false)";
            LOG.infof("Ledger turned off");
        }
    }

    void stop(@Observes ShutdownEvent stopping) {
        closing = true;
        watch.interrupt();
        try {
            watch.join(Duration.ofSeconds(20));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public boolean isEnabled() {
        return config.ledger().enabled();
    }

    /** Of its Kafka Streams application, which is its consumer group too. */
    public String applicationId() {
        return LedgerSettings.applicationId(config);
    }

    /** What keeps it from counting and answering at the moment, if anything does. */
    public Optional<String> trouble() {
        StreamRun current = run;
        return current == null ? Optional.of(missing) : current.trouble();
    }

    /** @throws LedgerAwayException when it does not run */
    KafkaStreams streams() {
        StreamRun current = run;
        if (current == null) {
            throw new LedgerAwayException(missing);
        }
        return current.streams();
    }

    private void keepRunning() {
        try {
            while (!closing) {
                look();
                Thread.sleep(config.watchInterval());
            }
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        } finally {
            end("the service is stopping");
        }
    }

    /** Which an instance of an earlier build may still run. */
    private void removeFormer() {
        if (formerRemoved || System.nanoTime() < lookForFormerAt) {
            return;
        }
        lookForFormerAt = System.nanoTime() + BETWEEN_REMOVALS.toNanos();
        try (Admin admin = Admin.create(AdminAsking.settings(config.bootstrapServers(), REMOVAL))) {
            formerRemoved = LedgerSettings.former(config).remove(admin);
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | RuntimeException e) {
            LOG.warnf("Former ledger not removed, it is tried again because=%s", e.getMessage());
        }
    }

    private void look() {
        if (run != null) {
            removeFormer();
            if (run.hasEnded()) {
                end("the ledger has ended and is started again; the log says why");
            }
            return;
        }
        try (KafkaCluster cluster = new KafkaCluster(config.bootstrapServers())) {
            cluster.ensureTopics();
            run = new StreamRun(topology.build(), LedgerSettings.of(config), counters::failure, registry);
            LOG.infof("Ledger started application=%s", LedgerSettings.applicationId(config));
        } catch (MissingException | KafkaException e) {
            missing = e.getMessage();
        } catch (RuntimeException e) {
            LOG.error("Ledger could not be started, it is tried again", e);
            missing = e.toString();
        }
    }

    private void end(String why) {
        StreamRun ended = run;
        missing = why;
        run = null;
        if (ended != null) {
            ended.close();
        }
    }
}
