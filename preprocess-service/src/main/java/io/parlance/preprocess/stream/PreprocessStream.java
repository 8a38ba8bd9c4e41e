package io.parlance.preprocess.stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.parlance.contracts.Embedding;
import io.parlance.preprocess.PreprocessConfig;
import io.parlance.preprocess.cookbook.RecipeInUse;
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

/** Puts the parts together, and starts and stops the stream with the service. */
@ApplicationScoped
public class PreprocessStream {
    private final Optional<MiniLm> miniLm;
    private final StreamWatch watch;

    public PreprocessStream(PreprocessConfig config, RecipeInUse recipe, MeterRegistry registry) {
        miniLm = config.embeddings() ? Optional.of(MiniLm.open()) : Optional.empty();
        SentenceEmbedder embedder = miniLm.<SentenceEmbedder>map(model -> model).orElse(text -> new Embedding());
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
                config, base, () -> new StreamRun(topology.build(), StreamSettings.of(config), counters, registry));
    }

    void start(@Observes StartupEvent started) {
        watch.start();
    }

    void stop(@Observes ShutdownEvent stopping) {
        watch.close();
        miniLm.ifPresent(MiniLm::close);
    }

    public StreamState state() {
        return watch.state();
    }
}
