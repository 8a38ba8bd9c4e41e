package io.parlance.preprocess.erasure;

import io.parlance.contracts.ErasureRequested;
import io.parlance.preprocess.PreprocessConfig;
import io.parlance.preprocess.erasure.log.LogReader;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jboss.logging.Logger;

/** Takes requests, and tells how far they are. */
@ApplicationScoped
public class ErasureRequests {
    private static final Logger LOG = Logger.getLogger(ErasureRequests.class);

    private final PreprocessConfig config;
    private final Clock clock = Clock.systemUTC();
    private final ReentrantLock oneAtATime = new ReentrantLock();
    private Erasures erasures;

    ErasureRequests(PreprocessConfig config) {
        this.config = config;
    }

    /** Kafka did not take or give what was asked of it. */
    static final class Unavailable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** An open one about the same, or a new one; it is with the broker. Fields of other scopes are null. */
    Known request(ErasureRequested.Scope scope, String subject, String dataset, String conversationId) {
        return asked(all -> {
            ErasureRequested request = new ErasureRequested(
                    "era-" + UUID.randomUUID().toString().replace("-", ""),
                    scope,
                    subject,
                    dataset,
                    conversationId,
                    clock.instant().getEpochSecond());
            Known wanted = Known.of(request);
            for (Known open : all.all()) {
                if (open.isOpenLike(wanted)) {
                    return open;
                }
            }
            write(request);
            LOG.infof("Erasure requested erasure=%s scope=%s", request.erasureId(), scope);
            return wanted;
        });
    }

    Optional<Known> find(String id) {
        return asked(all -> all.find(id));
    }

    /** Newest first. */
    List<Known> all() {
        return asked(Erasures::all);
    }

    private <T> T asked(Function<Erasures, T> question) {
        oneAtATime.lock();
        try {
            if (erasures == null) {
                erasures = new Erasures(new LogReader(config.bootstrapServers(), () -> {}));
            }
            return question.apply(erasures);
        } catch (KafkaException e) {
            close();
            throw new Unavailable(
                    "Kafka at %s does not answer (%s); ask again, a request that it took is not made twice"
                            .formatted(config.bootstrapServers(), e.getMessage()),
                    e);
        } finally {
            oneAtATime.unlock();
        }
    }

    private void write(ErasureRequested request) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        config.bootstrapServers(),
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        20_000,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        8_000,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        10_000),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(Envelopes.record(request, request.requestedAt())).get();
        } catch (ExecutionException e) {
            throw new KafkaException(
                    "the request could not be written: " + e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new org.apache.kafka.common.errors.InterruptException(e);
        }
    }

    @PreDestroy
    void close() {
        oneAtATime.lock();
        try {
            if (erasures != null) {
                erasures.close();
                erasures = null;
            }
        } finally {
            oneAtATime.unlock();
        }
    }
}
