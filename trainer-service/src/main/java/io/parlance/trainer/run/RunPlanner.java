package io.parlance.trainer.run;

import io.parlance.contracts.BaseModelImported;
import io.parlance.contracts.DatasetWindow;
import io.parlance.contracts.Hyperparameters;
import io.parlance.contracts.Topics;
import io.parlance.trainer.journal.JournalException;
import io.parlance.trainer.journal.Readers;
import io.parlance.trainer.window.ExampleCounts;
import io.parlance.trainer.window.ExampleFormat;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/** Makes a run out of a wish: fixes its window, puts numbers in place of every "auto". */
public final class RunPlanner {
    private static final Duration COUNTING_PATIENCE = Duration.ofSeconds(20);

    private final Readers readers;
    private final ExampleCounts counts;
    private final HyperparameterDefaults defaults;
    private final RandomGenerator seeds;

    public RunPlanner(Readers readers, ExampleCounts counts, HyperparameterDefaults defaults, RandomGenerator seeds) {
        this.readers = readers;
        this.counts = counts;
        this.defaults = defaults;
        this.seeds = seeds;
    }

    /** What somebody wishes; empty is auto. */
    public record Wish(
            String dataset,
            OptionalInt epochs,
            OptionalInt batchSize,
            OptionalDouble learningRateMultiplier,
            OptionalLong seed,
            Optional<String> suffix,
            Map<String, String> metadata,
            RunRequest.Trigger trigger) {}

    /** @throws JournalException when Kafka does not say in time what there is to train on */
    public RunRequest plan(BaseModelImported base, Wish wish) {
        ExampleCounts.Stretch stretch = counts.stretch(
                        readers.wholeOf(Topics.EXAMPLES_PREPARED),
                        wish.dataset(),
                        new ExampleFormat(base.tokenizerSha256(), base.templateSha256()),
                        COUNTING_PATIENCE)
                .orElseThrow(() -> new JournalException(
                        "the examples on %s are still being counted; ask again shortly"
                                .formatted(Topics.EXAMPLES_PREPARED),
                        null));
        long train = stretch.train();
        double multiplier = wish.learningRateMultiplier().orElse(1);
        return new RunRequest(
                base.model(),
                new DatasetWindow(wish.dataset(), Topics.EXAMPLES_PREPARED, stretch.ranges()),
                hyperparameters(wish, train, multiplier),
                multiplier,
                train,
                wish.suffix().orElse(null),
                wish.metadata(),
                wish.trigger());
    }

    private Hyperparameters hyperparameters(Wish wish, long train, double multiplier) {
        return new Hyperparameters(
                wish.epochs().orElseGet(() -> defaults.epochsFor(train)),
                wish.batchSize().orElseGet(() -> defaults.batchSizeFor(train)),
                defaults.learningRate() * multiplier,
                defaults.weightDecay(),
                defaults.loraRank(),
                defaults.loraAlpha(),
                defaults.loraDropout(),
                defaults.maxTokens(),
                wish.seed().orElseGet(() -> seeds.nextInt(Integer.MAX_VALUE)));
    }
}
