package io.parlance.preprocess.stream;

import io.parlance.preprocess.PreprocessConfig;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/**
 * Keeps the stream running whenever all it needs is there, and says what is missing when it is not. Looks every
 * {@link PreprocessConfig#watchInterval()}, on a thread of its own.
 */
final class StreamWatch implements Runnable, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(StreamWatch.class);

    private final PreprocessConfig config;
    private final BaseInUse base;
    private final Supplier<StreamRun> runs;
    private final Thread thread;
    private volatile StreamState state = new StreamState.Waiting("the service is starting");
    private volatile boolean closing;
    private KafkaCluster cluster;
    private BaseModelAnnouncements announcements;
    private StreamRun run;

    /** @param runs starts the stream; called again after one has ended */
    StreamWatch(PreprocessConfig config, BaseInUse base, Supplier<StreamRun> runs) {
        this.config = config;
        this.base = base;
        this.runs = runs;
        this.thread = Thread.ofPlatform().name("preprocess-watch").unstarted(this);
    }

    void start() {
        thread.start();
    }

    StreamState state() {
        return state;
    }

    @Override
    public void run() {
        try {
            while (!closing) {
                note(look());
                Thread.sleep(config.watchInterval());
            }
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        } finally {
            release();
        }
    }

    private StreamState look() {
        try {
            if (cluster == null) {
                cluster = new KafkaCluster(config.bootstrapServers());
                announcements = new BaseModelAnnouncements(config.bootstrapServers());
            }
            cluster.ensureTopics();
        } catch (MissingException | KafkaException e) {
            // The stream, if it runs, waits for the broker by itself.
            return new StreamState.Waiting(e.getMessage());
        }
        try {
            base.follow(announcements.newest());
            if (run == null) {
                run = runs.get();
            }
        } catch (RuntimeException | LinkageError e) {
            // Going on with an older base would prepare examples that nobody asked for.
            stopRun();
            if (!(e instanceof MissingException)) {
                LOG.error("Stream could not be started, it is tried again", e);
            }
            return new StreamState.Waiting(e instanceof MissingException ? e.getMessage() : e.toString());
        }
        if (run.hasEnded()) {
            stopRun();
            return new StreamState.Waiting("the stream has ended and is started again; the log says why");
        }
        return run.trouble()
                .<StreamState>map(StreamState.Waiting::new)
                .orElseGet(() -> new StreamState.Running(base.model().id()));
    }

    private void note(StreamState now) {
        if (!Objects.equals(now, state)) {
            switch (now) {
                case StreamState.Running r -> LOG.infof("Preparing conversations baseModel=%s", r.baseModel());
                case StreamState.Waiting w -> LOG.infof("Conversations wait in Kafka because=%s", w.missing());
            }
            state = now;
        }
    }

    private void stopRun() {
        if (run != null) {
            run.close();
            run = null;
        }
    }

    private void release() {
        stopRun();
        if (announcements != null) {
            announcements.close();
        }
        if (cluster != null) {
            cluster.close();
        }
        state = new StreamState.Waiting("the service is stopping");
    }

    /** Ends the stream in order: what is done is committed. Waits for it. */
    @Override
    public void close() {
        closing = true;
        try {
            thread.join(java.time.Duration.ofSeconds(20));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
