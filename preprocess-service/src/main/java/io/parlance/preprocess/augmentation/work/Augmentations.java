package io.parlance.preprocess.augmentation.work;

import io.micrometer.core.instrument.MeterRegistry;
import io.parlance.contracts.Turn;
import io.parlance.preprocess.PreprocessConfig;
import io.parlance.preprocess.augmentation.Attempt;
import io.parlance.preprocess.augmentation.Augmenter;
import io.parlance.preprocess.augmentation.Method;
import io.parlance.preprocess.augmentation.Parents;
import io.parlance.preprocess.augmentation.QualityGate;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Puts the parts together, and starts and stops augmentation with the service. */
@ApplicationScoped
public class Augmentations {
    private final AugmentationConfig config;
    private final KafkaClients kafka;
    private final Methods methods;
    private final List<Method> on;
    private final LateMiniLm miniLm = new LateMiniLm();
    private final Augmenter augmenter;
    private final Optional<AugmentationLoop> loop;

    /** Those that were tried at least once; a method is for one thread, so they are not the loop's. */
    private final Map<String, Method> previewed = new HashMap<>();

    public Augmentations(PreprocessConfig preprocess, AugmentationConfig config, MeterRegistry registry) {
        this.config = config;
        this.kafka = new KafkaClients(preprocess);
        this.methods = new Methods(config, Objects.requireNonNullElse(System.getenv("PATH"), ""));
        this.on = methods.all();
        this.augmenter = new Augmenter(new QualityGate(miniLm, config.minSimilarity()), config.turns(), config.seed());
        Set<String> datasets = new HashSet<>(config.datasets().orElse(List.of()));
        Family family =
                new Family(new Parents(datasets, config.share(), config.seed()), augmenter, on, config.maxChildren());
        BirthCounters counters = new BirthCounters(registry);
        this.loop = on.isEmpty()
                ? Optional.empty()
                : Optional.of(new AugmentationLoop(() ->
                        new AugmentationSession(kafka.consumer(config.batch()), kafka.producer(), family, counters)));
    }

    /** Of the readers of examples; a group without members is one that augments nothing. */
    public static String consumerGroup(String applicationId) {
        return applicationId + "-augmentation";
    }

    void start(@Observes StartupEvent started) {
        loop.ifPresent(AugmentationLoop::start);
    }

    void stop(@Observes ShutdownEvent stopping) {
        loop.ifPresent(AugmentationLoop::close);
        release();
    }

    AugmentationState state() {
        return loop.map(AugmentationLoop::state).orElseGet(AugmentationState.Off::new);
    }

    /** Those that are on. */
    List<Method> methods() {
        return on;
    }

    /** @throws org.apache.kafka.common.KafkaException when the broker does not answer */
    Tally tally() {
        return kafka.tally();
    }

    /**
     * Tries a method, on or not, with the settings as they are; nothing is submitted.
     *
     * @throws IllegalArgumentException when there is no such method, or its settings are wrong
     * @throws io.parlance.preprocess.augmentation.UnavailableException when it can work on no text at the moment
     */
    synchronized Attempt preview(String method, String key, List<Turn> messages) {
        Method tried = previewed.get(method);
        if (tried == null) {
            tried = methods.named(method);
            previewed.put(method, tried);
        }
        return augmenter.attempt(tried, key, messages);
    }

    private synchronized void release() {
        on.forEach(Method::close);
        previewed.values().forEach(Method::close);
        miniLm.close();
    }

    AugmentationConfig settings() {
        return config;
    }
}
