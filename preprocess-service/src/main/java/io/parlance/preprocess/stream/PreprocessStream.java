package io.parlance.preprocess.stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.parlance.contracts.Embedding;
import io.parlance.preprocess.PreprocessConfig;
import io.parlance.preprocess.cookbook.RecipeInUse;
import io.parlance.preprocess.embedding.EmbeddingsAhead;
import io.parlance.preprocess.embedding.MiniLm;
import io.parlance.preprocess.example.Preparation;
import io.parlance.preprocess.example.SentenceEmbedder;
import io.parlance.preprocess.placement.DatasetMemory;
import io.parlance.preprocess.split.Splits;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.Properties;

/** Puts the parts together, and starts and stops the stream with the service. */
@ApplicationScoped
public class PreprocessStream {
    private final Optional<MiniLm> miniLm;
    private final Optional<EmbeddingsAhead> ahead;
    private final StreamWatch watch;

    public PreprocessStream(PreprocessConfig config, RecipeInUse recipe, MeterRegistry registry) {
        miniLm = config.embeddings() ? Optional.of(MiniLm.open()) : Optional.empty();
        ahead = miniLm.map(model -> new EmbeddingsAhead(model::embedAll, config.threads()));
        SentenceEmbedder embedder = ahead.<SentenceEmbedder>map(a -> a).orElse(text -> new Embedding());
        if (ahead.isEmpty() && recipe.recipe().duplicates().semantic().isPresent()) {
            throw new IllegalArgumentException(
                    "parlance.preprocess.embeddings is off, but the recipe looks for semantic duplicates; turn them on, or take semantic-duplicates out of the recipe");
        }
        PreprocessConfig.SplitShares shares = config.split();
        Preparation preparation = new Preparation(recipe.recipe(), embedder, config.maxTokens(), config.overLength());
        DatasetMemory.Settings datasets = new DatasetMemory.Settings(
                recipe.recipe().duplicates(),
                new Splits(shares.seed(), shares.train(), shares.validation(), shares.test()),
                shares.stratifyFrom(),
                shares.clusters());
        OutcomeCounters counters = new OutcomeCounters(registry);
        BaseInUse base = new BaseInUse(new BaseModelFolders(config.artifacts()));
        PreprocessTopology topology = new PreprocessTopology(preparation, datasets, base::model, counters);
        watch = new StreamWatch(
                config, base, () -> new StreamRun(topology.build(), settings(config), counters, registry));
    }

    private Properties settings(PreprocessConfig config) {
        Properties settings = StreamSettings.of(config);
        return ahead.map(embeddings -> LookAhead.in(settings, embeddings)).orElse(settings);
    }

    void start(@Observes StartupEvent started) {
        watch.start();
    }

    void stop(@Observes ShutdownEvent stopping) {
        watch.close();
        ahead.ifPresent(EmbeddingsAhead::close);
        miniLm.ifPresent(MiniLm::close);
    }

    public StreamState state() {
        return watch.state();
    }
}
