package io.parlance.evaluator;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** Settings of the evaluator service. */
@ConfigMapping(prefix = "parlance.evaluator")
public interface EvaluatorSettings {

    /** Resamples of the bootstrap; more make the ends of an interval steadier. */
    @WithDefault("10000")
    @Min(100)
    @Max(1000000)
    int resamples();

    /** Seed of the bootstrap: the same scores give the same intervals. */
    @WithDefault("17")
    long seed();

    /** Fewer test conversations than this never promote a model. */
    @WithDefault("10")
    @Min(2)
    int minConversations();

    /** Conversations whose answers are generated for F1, at most; perplexity and token accuracy always use all. */
    @WithDefault("100")
    @Min(0)
    int answeredConversations();

    /** Longest generated answer, tokens. */
    @WithDefault("96")
    @Min(1)
    @Max(4096)
    int maxAnswerTokens();

    /** Answers generated at a time. */
    @WithDefault("4")
    @Min(1)
    @Max(64)
    int slots();

    /** Threads that scoring may use. */
    @WithDefault("2")
    @Min(1)
    @Max(256)
    int threads();

    /** Name of this instance among several; two that run at once need two names. */
    @WithDefault("0")
    String instance();
}
