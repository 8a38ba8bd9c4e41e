package io.parlance.preprocess;

import io.parlance.preprocess.example.OverLength;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Settings of the preprocess service. Each can also be given as environment variable, such as PARLANCE_PREPROCESS_MAX_TOKENS. */
@ConfigMapping(prefix = "parlance.preprocess")
public interface PreprocessConfig {
    /** Kafka's addresses, {@code host:port} joined by commas; follows {@code kafka.bootstrap.servers}. */
    @WithDefault("${kafka.bootstrap.servers:localhost:9092}")
    @NotBlank
    String bootstrapServers();

    /** Root of the artifact store, a {@code file:} URI; follows {@code parlance.artifacts}, which all services share. */
    @WithDefault("${parlance.artifacts:file:data/artifacts}")
    URI artifacts();

    /**
     * Names the stream's consumer group, its transactions and its internal topics. Services of one name share the work;
     * a new name starts again from the first conversation, with nothing remembered.
     */
    @WithDefault("parlance-preprocess")
    @NotBlank
    String applicationId();

    /** Folder of the state stores, one per running service, restored from Kafka when gone; follows {@code parlance.state-dir}. */
    @WithDefault("${parlance.state-dir:data/preprocess-state}")
    Path stateDir();

    /** Threads that work on the stream, 1 to 64. */
    @WithDefault("2")
    @Min(1)
    @Max(64)
    int threads();

    /** How long a transaction gathers outcomes before readers see them; 10 ms to 10 s. */
    @WithDefault("300ms")
    Duration commitInterval();

    /** How often the base model, the topics and the stream's health are looked after; 100 ms to 1 min. */
    @WithDefault("1s")
    Duration watchInterval();

    /** Longest example, tokens, 2 to 1,048,576; a base model that reads less has its say. */
    @WithDefault("1024")
    @Min(2)
    @Max(1_048_576)
    int maxTokens();

    /** What becomes of longer conversations: drop (as too_long), split or truncate-left. */
    @WithDefault("drop")
    OverLength overLength();

    /** YAML file of the recipe; without one, the built-in recipe. The files that a recipe names lie beside it. */
    Optional<Path> recipe();

    /**
     * Whether examples get an embedding, by far the longest of the work. Without, nothing is a semantic duplicate, strata
     * are labels only, and nearest conversations cannot be asked for.
     */
    @WithDefault("true")
    boolean embeddings();

    /** How conversations are divided. */
    SplitShares split();

    /** What became of every conversation. */
    Ledger ledger();

    /** Comparing what should share nothing. */
    LeakCheck leakCheck();

    /** Taking out everything that somebody said. */
    Erasure erasure();

    /** Of all instances that work together one does the work, any that has it enabled. */
    interface Erasure {
        /** Whether this instance works on erasures; requests are taken and answered all the same. */
        @WithDefault("true")
        boolean enabled();

        /** How long one attempt waits for the broker's log cleaner before it is made again, 1 s to 1 h. */
        @WithDefault("2m")
        Duration cleanerPatience();
    }

    /** A leak check holds hashes of all texts at once, some ten bytes a word. */
    interface LeakCheck {
        /** Characters of all texts of one check, 1 to 1,000,000,000; more is refused. */
        @WithDefault("50000000")
        @Min(1)
        @Max(1_000_000_000)
        long mostCharacters();
    }

    /** Turned off, this instance counts nothing and answers for no conversation; others that share the work may. */
    interface Ledger {
        /** Whether it is kept. */
        @WithDefault("true")
        boolean enabled();

        /** How often changed counts are announced, twice on their way; 50 ms to 1 min. */
        @WithDefault("500ms")
        Duration tellEvery();

        /** {@code host:port} at which other instances ask this one for its part of an answer. */
        @WithDefault("${quarkus.http.host:127.0.0.1}:${quarkus.http.port:8082}")
        @NotBlank
        String address();
    }

    /** Shares that add up to 1. Changing seed or shares moves conversations that are prepared from then on. */
    interface SplitShares {
        /** Any number; which conversation goes where. */
        @WithDefault("20261101")
        long seed();

        /** Share of conversations to train on, 0 to 1. */
        @WithDefault("0.8")
        double train();

        /** Share for early stopping, 0 to 1. */
        @WithDefault("0.1")
        double validation();

        /** Share that only the evaluation sees, 0 to 1. */
        @WithDefault("0.1")
        double test();

        /** Conversations that a dataset has when it begins to be divided evenly over its strata, at least 1. */
        @WithDefault("10000")
        @Min(1)
        int stratifyFrom();

        /** Most clusters of conversations without a label, 1 to 1,024; what is fixed for a dataset stays. */
        @WithDefault("16")
        @Min(1)
        @Max(1_024)
        int clusters();
    }
}
