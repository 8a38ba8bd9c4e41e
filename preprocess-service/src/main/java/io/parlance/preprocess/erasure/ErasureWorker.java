package io.parlance.preprocess.erasure;

import io.parlance.preprocess.PreprocessConfig;
import io.parlance.preprocess.dataset.DatasetVersions;
import io.parlance.preprocess.dataset.RecordLog;
import io.parlance.preprocess.erasure.trace.Traces;
import io.parlance.preprocess.ledger.Books;
import io.parlance.preprocess.ledger.LedgerStream;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Works requests off, on a thread of its own, as long as the service runs. Of all instances one has the work. */
@ApplicationScoped
public class ErasureWorker {
    private static final Logger LOG = Logger.getLogger(ErasureWorker.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final PreprocessConfig config;
    private final Books books;
    private final LedgerStream ledger;
    private final Traces traces;
    private final Thread thread = Thread.ofPlatform().name("erasure").unstarted(this::work);
    private volatile boolean closing;

    ErasureWorker(PreprocessConfig config, Books books, LedgerStream ledger, RecordLog log, DatasetVersions versions) {
        Duration patience = config.erasure().cleanerPatience();
        if (patience.compareTo(Duration.ofSeconds(1)) < 0 || patience.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException(
                    "parlance.preprocess.erasure.cleaner-patience is %s; expected 1 s to 1 h".formatted(patience));
        }
        this.config = config;
        this.books = books;
        this.ledger = ledger;
        this.traces = new Traces(log, versions::of);
    }

    void start(@Observes StartupEvent started) {
        if (config.erasure().enabled()) {
            thread.start();
        } else {
            LOG.infof("Erasures are not worked on here (parlance.preprocess.erasure.enabled=false)");
        }
    }

    void stop(@Observes ShutdownEvent stopping) {
        closing = true;
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        Duration pause = FIRST_PAUSE;
        while (!closing) {
            try (ErasureQueue queue = new ErasureQueue(config, books, ledger.applicationId(), traces::of)) {
                while (!closing) {
                    queue.step();
                    pause = FIRST_PAUSE;
                }
            } catch (InterruptedException | org.apache.kafka.common.errors.InterruptException e) {
                // Closing; if not, it goes on.
            } catch (ErasureQueue.Moved e) {
                LOG.infof("Erasure goes on at another instance");
            } catch (RuntimeException e) {
                LOG.warnf(e, "Erasure interrupted, it is begun again afterSeconds=%d", pause.toSeconds());
                pause = sleep(pause);
            }
        }
    }

    private Duration sleep(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            // Closing is looked at next.
        }
        Duration next = pause.multipliedBy(2);
        return next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next;
    }
}
