package io.parlance.inference;

import io.micrometer.core.instrument.MeterRegistry;
import io.parlance.inference.request.ChatRequestReader;
import io.parlance.inference.request.TokenRequestReader;
import io.parlance.inference.serving.ArtifactModelLoader;
import io.parlance.inference.serving.ModelOffer;
import io.parlance.inference.serving.ModelShelf;
import io.parlance.inference.serving.ServedModel;
import io.parlance.inference.serving.ShelfListener;
import io.parlance.model.artifact.ArtifactException;
import io.parlance.model.artifact.ModelFormatException;
import io.parlance.model.artifact.store.ArtifactStore;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Puts the service together, starts and stops it. */
@ApplicationScoped
class Serving {
    private static final Logger LOG = Logger.getLogger(Serving.class);

    private final CheckedConfig config;
    private final ServingMetrics metrics;
    private final ModelShelf shelf;
    private final ModelNews news;
    private final VllmMetrics vllmMetrics;
    private final ServedAnswers answers;

    Serving(
            InferenceConfig config,
            MeterRegistry registry,
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        this.config = CheckedConfig.of(config);
        this.metrics = new ServingMetrics(registry);
        this.vllmMetrics = new VllmMetrics(registry);
        this.shelf = new ModelShelf(
                new ArtifactModelLoader(
                        ArtifactStore.at(this.config.artifacts()), this.config.decoder(), this.config.engine()),
                this.config.shelf(),
                new Announcer());
        this.news = new ModelNews(bootstrapServers, shelf);
        this.answers = new ServedAnswers(bootstrapServers, registry);
    }

    void start(@Observes StartupEvent event) {
        metrics.watch(shelf);
        news.follow();
    }

    void stop(@Observes ShutdownEvent event) {
        news.close();
        shelf.close(config.drain());
        answers.close(config.drain());
    }

    ModelShelf shelf() {
        return shelf;
    }

    long maxBodyBytes() {
        return config.maxBodyBytes();
    }

    boolean servesVllmNames() {
        return config.vllmNames();
    }

    VllmMetrics vllmMetrics() {
        return vllmMetrics;
    }

    ChatDoor chat() {
        return new ChatDoor(
                shelf,
                new ChatRequestReader(() -> ThreadLocalRandom.current().nextLong()),
                metrics,
                answers,
                InstantSource.system());
    }

    TokensDoor tokens() {
        String alias = config.shelf().alias();
        return new TokensDoor(shelf, new TokenRequestReader(alias), alias);
    }

    ModelsDoor models() {
        return new ModelsDoor(shelf, config.shelf());
    }

    /** One line per thing that happens on the shelf. */
    private final class Announcer implements ShelfListener {
        @Override
        public void serving(ServedModel model, Optional<ServedModel> predecessor) {
            LOG.infof(
                    "model serves id=%s replaced=%s context_tokens=%d sha256=%s",
                    model.id(),
                    predecessor.map(ServedModel::id).orElse("none"),
                    model.contextTokens(),
                    model.offer().artifact().sha256());
            metrics.swapped();
        }

        @Override
        public void loadedBeside(ServedModel model) {
            LOG.infof("model loaded beside id=%s", model.id());
        }

        @Override
        public void failed(ModelOffer offer, Throwable cause) {
            if (cause instanceof ArtifactException || cause instanceof ModelFormatException) {
                LOG.errorf("model not loaded id=%s cause=\"%s\"", offer.id(), cause.getMessage());
            } else {
                LOG.errorf(cause, "model not loaded id=%s cause=\"%s\"", offer.id(), cause);
            }
        }
    }
}
