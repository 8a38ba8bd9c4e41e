package io.parlance.preprocess.augmentation.work;

import io.parlance.preprocess.augmentation.Speakers;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Settings of augmentation, which is off until a method is named. */
@ConfigMapping(prefix = "parlance.preprocess.augmentation")
public interface AugmentationConfig {
    /** Methods in the order in which they are tried: back-translation, synonyms, word-deletion, word-swap. None: off. */
    Optional<List<String>> methods();

    /** Names of the datasets whose conversations get children; all when not set. */
    Optional<List<String>> datasets();

    /** Share of the training conversations that get children, 0 to 1. */
    @WithDefault("1.0")
    double share();

    /** Most children of one conversation, 1 to 8; methods after that are not tried. */
    @WithDefault("1")
    @Min(1)
    @Max(8)
    int maxChildren();

    /** Whose words are changed: user, or all (answers too). */
    @WithDefault("user")
    Speakers turns();

    /** Least similarity of each changed turn to its parent's, cosine of MiniLM embeddings, 0 to 1. */
    @WithDefault("0.7")
    double minSimilarity();

    /** Any number; what is left to chance. */
    @WithDefault("20261101")
    long seed();

    /** Examples read and children written in one transaction, 1 to 500. */
    @WithDefault("20")
    @Min(1)
    @Max(500)
    int batch();

    BackTranslation backTranslation();

    Apertium apertium();

    Openai openai();

    Marian marian();

    WordShares words();

    /** Translation there and back. */
    interface BackTranslation {
        /** Which engine translates: apertium, openai or marian. */
        @WithDefault("apertium")
        String engine();

        /** Of the conversations, ISO 639-2. */
        @WithDefault("eng")
        String language();

        /** The language in between, ISO 639-2. */
        @WithDefault("spa")
        String pivot();
    }

    /** Apertium on this machine. */
    interface Apertium {
        /** The program; looked for on the search path when not set. */
        Optional<Path> command();

        /** The folder that has {@code modes} in it; share/apertium beside the program's folder when not set. */
        Optional<Path> data();

        /** Patience with one text. */
        @WithDefault("10s")
        Duration timeout();
    }

    /** An OpenAI-compatible endpoint. */
    interface Openai {
        /** Such as https://api.openai.com/v1. */
        Optional<URI> baseUrl();

        /** The model asked for. */
        Optional<String> model();

        /** Better given as PARLANCE_PREPROCESS_AUGMENTATION_OPENAI_API_KEY or OPENAI_API_KEY in the environment than in a file. */
        @WithDefault("${OPENAI_API_KEY:}")
        Optional<String> apiKey();

        /** Patience with one request. */
        @WithDefault("60s")
        Duration timeout();

        /** Attempts of one request when the endpoint is busy or away, 1 to 10. */
        @WithDefault("5")
        @Min(1)
        @Max(10)
        int attempts();
    }

    /** Folders of Marian models as Hugging Face's Optimum exports them to ONNX. */
    interface Marian {
        /** From the language to the pivot. */
        Optional<Path> there();

        /** From the pivot to the language. */
        Optional<Path> back();
    }

    /** Shares of a text's words, more than 0 and at most 0.5. */
    interface WordShares {
        /** That word-deletion leaves out. */
        @WithDefault("0.1")
        double deleted();

        /** That word-swap lets change places with the next. */
        @WithDefault("0.1")
        double swapped();

        /** That synonyms replaces. */
        @WithDefault("0.2")
        double replaced();
    }
}
