package io.parlance.preprocess.stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jboss.logging.Logger;

/** One life of the stream, from start to close. A surprise inside it is logged, counted, and tried again, never skipped. */
public final class StreamRun implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(StreamRun.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration TROUBLE_LASTS = Duration.ofSeconds(60);

    private final KafkaStreams streams;
    private final KafkaStreamsMetrics metrics;
    private final Runnable failed;
    private final StateFolder folder;
    private Surprise last;

    private record Surprise(Instant at, String what, Duration pause) {}

    /** Starts it. */
    StreamRun(Topology topology, Properties settings, OutcomeCounters counters, MeterRegistry registry) {
        this(topology, settings, counters::failure, registry);
    }

    /** Starts it. @param failed called whenever a thread of it failed */
    public StreamRun(Topology topology, Properties settings, Runnable failed, MeterRegistry registry) {
        this.failed = failed;
        this.folder = new StateFolder(settings);
        // Looked at first, for the streams make the folder as soon as they are made.
        boolean inDoubt = folder.isInDoubt();
        this.streams = new KafkaStreams(topology, settings);
        this.metrics = new KafkaStreamsMetrics(streams);
        streams.setUncaughtExceptionHandler(this::surprised);
        if (inDoubt) {
            LOG.infof(
                    "State on disk is discarded and restored from Kafka application=%s because=%s",
                    settings.getProperty(StreamsConfig.APPLICATION_ID_CONFIG),
                    "the process that left it did not end in order");
            streams.cleanUp();
        }
        folder.entered();
        streams.start();
        metrics.bindTo(registry);
    }

    private StreamThreadExceptionResponse surprised(Throwable surprise) {
        failed.run();
        Duration pause = noted(surprise);
        LOG.errorf(
                surprise,
                "Stream thread failed, its records are tried again afterSeconds=%.1f; what it had not committed is undone",
                pause.toMillis() / 1000.0);
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    private synchronized Duration noted(Throwable surprise) {
        Duration pause = FIRST_PAUSE;
        Instant now = Instant.now();
        if (last != null && last.at().plus(TROUBLE_LASTS).isAfter(now)) {
            pause = last.pause().multipliedBy(2);
            pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        }
        last = new Surprise(now, surprise.getClass().getSimpleName(), pause);
        return pause;
    }

    /** Why nothing flows at the moment, if so. */
    public synchronized Optional<String> trouble() {
        if (last != null && last.at().plus(TROUBLE_LASTS).isAfter(Instant.now())) {
            return Optional.of("a stream thread failed at %s with %s and is tried again; the log says why"
                    .formatted(last.at(), last.what()));
        }
        return switch (streams.state()) {
            case RUNNING -> Optional.empty();
            default -> Optional.of("the stream is getting its partitions and state (%s)".formatted(streams.state()));
        };
    }

    public boolean hasEnded() {
        return streams.state().hasCompletedShutdown() || streams.state() == KafkaStreams.State.ERROR;
    }

    /** For asking its stores. */
    public KafkaStreams streams() {
        return streams;
    }

    @Override
    public void close() {
        metrics.close();
        if (streams.close(Duration.ofSeconds(10)) && streams.state() == KafkaStreams.State.NOT_RUNNING) {
            folder.leftInOrder();
        }
    }
}
