package io.parlance.preprocess.augmentation.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parlance.preprocess.augmentation.Method;
import io.parlance.preprocess.augmentation.Speakers;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AugmentationConfigTest {
    @Test
    void isOffByDefault() {
        // When
        AugmentationConfig config = config(Map.of());
        // Then
        assertThat(config.methods()).isEmpty();
        assertThat(config.datasets()).isEmpty();
        assertThat(config.share()).isEqualTo(1);
        assertThat(config.maxChildren()).isEqualTo(1);
        assertThat(config.turns()).isEqualTo(Speakers.USER);
        assertThat(config.minSimilarity()).isEqualTo(0.7);
        assertThat(config.seed()).isEqualTo(20261101);
        assertThat(config.batch()).isEqualTo(20);
        assertThat(config.backTranslation().engine()).isEqualTo("apertium");
        assertThat(config.backTranslation().language()).isEqualTo("eng");
        assertThat(config.backTranslation().pivot()).isEqualTo("spa");
        assertThat(config.apertium().command()).isEmpty();
        assertThat(config.apertium().data()).isEmpty();
        assertThat(config.apertium().timeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.openai().baseUrl()).isEmpty();
        assertThat(config.openai().model()).isEmpty();
        assertThat(config.openai().apiKey()).isEmpty();
        assertThat(config.openai().timeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.openai().attempts()).isEqualTo(5);
        assertThat(config.marian().there()).isEmpty();
        assertThat(config.marian().back()).isEmpty();
        assertThat(config.words().deleted()).isEqualTo(0.1);
        assertThat(config.words().swapped()).isEqualTo(0.1);
        assertThat(config.words().replaced()).isEqualTo(0.2);
        assertThat(new Methods(config, "").all()).isEmpty();
    }

    @Test
    void takesEveryKey() {
        // When
        AugmentationConfig config = config(Map.ofEntries(
                Map.entry("methods", "word-swap,word-deletion,synonyms"),
                Map.entry("datasets", "live,coffee"),
                Map.entry("share", "0.5"),
                Map.entry("max-children", "2"),
                Map.entry("turns", "all"),
                Map.entry("min-similarity", "0.8"),
                Map.entry("seed", "7"),
                Map.entry("batch", "5"),
                Map.entry("back-translation.engine", "openai"),
                Map.entry("back-translation.language", "deu"),
                Map.entry("back-translation.pivot", "eng"),
                Map.entry("apertium.command", "/a"),
                Map.entry("apertium.data", "/d"),
                Map.entry("apertium.timeout", "3s"),
                Map.entry("openai.base-url", "http://o/v1"),
                Map.entry("openai.model", "m"),
                Map.entry("openai.api-key", "k"),
                Map.entry("openai.timeout", "4s"),
                Map.entry("openai.attempts", "2"),
                Map.entry("marian.there", "/m/there"),
                Map.entry("marian.back", "/m/back"),
                Map.entry("words.deleted", "0.3"),
                Map.entry("words.swapped", "0.4"),
                Map.entry("words.replaced", "0.5")));
        // Then
        assertThat(config.methods()).contains(List.of("word-swap", "word-deletion", "synonyms"));
        assertThat(config.datasets()).contains(List.of("live", "coffee"));
        assertThat(config.share()).isEqualTo(0.5);
        assertThat(config.maxChildren()).isEqualTo(2);
        assertThat(config.turns()).isEqualTo(Speakers.ALL);
        assertThat(config.minSimilarity()).isEqualTo(0.8);
        assertThat(config.seed()).isEqualTo(7);
        assertThat(config.batch()).isEqualTo(5);
        assertThat(config.backTranslation().engine()).isEqualTo("openai");
        assertThat(config.backTranslation().language()).isEqualTo("deu");
        assertThat(config.backTranslation().pivot()).isEqualTo("eng");
        assertThat(config.apertium().command()).contains(Path.of("/a"));
        assertThat(config.apertium().data()).contains(Path.of("/d"));
        assertThat(config.apertium().timeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.openai().baseUrl()).contains(URI.create("http://o/v1"));
        assertThat(config.openai().model()).contains("m");
        assertThat(config.openai().apiKey()).contains("k");
        assertThat(config.openai().timeout()).isEqualTo(Duration.ofSeconds(4));
        assertThat(config.openai().attempts()).isEqualTo(2);
        assertThat(config.marian().there()).contains(Path.of("/m/there"));
        assertThat(config.marian().back()).contains(Path.of("/m/back"));
        assertThat(config.words().replaced()).isEqualTo(0.5);
        assertThat(new Methods(config, "").all().stream().map(Method::name))
                .containsExactly("word-swap", "word-deletion", "synonyms");
        assertThat(new Methods(config, "").all().stream().map(Method::parameters))
                .containsExactly("share=0.4", "share=0.3", "wordnet-3.1 share=0.5");
        assertThat(new Methods(config, "").named("back-translation").parameters())
                .matches("openai m prompt=[0-9a-f]{8} deu-eng-deu");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "methods                 | word-play           | parlance.preprocess.augmentation.methods names 'word-play'; known are back-translation",
                "methods                 | word-swap,word-swap | methods names one twice",
                "back-translation.engine | babelfish           | back-translation.engine is 'babelfish'; known are apertium",
                "back-translation.engine | openai              | openai.base-url is not set",
                "back-translation.engine | marian              | marian.there is not set; back-translation.engine marian",
                "back-translation.pivot  | es                  | language 'es' is no ISO 639-2 code",
                "back-translation.pivot  | eng                 | language and pivot are both 'eng'",
            })
    void refusesWhatItCannotHonour(String key, String value, String message) {
        // Given
        Map<String, String> values = new HashMap<>(Map.of("methods", "back-translation"));
        values.put(key, value);
        Methods methods = new Methods(config(values), "");
        // When, then
        assertThatThrownBy(methods::all).hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({"word-swap, words.swapped", "word-deletion, words.deleted", "synonyms, words.replaced"})
    void namesTheShareThatIsOutOfRange(String method, String key) {
        // Given
        Methods methods = new Methods(config(Map.of("methods", method, key, "0.9")), "");
        // When, then
        assertThatThrownBy(methods::all)
                .hasMessage("parlance.preprocess.augmentation.%s is 0.9, expected more than 0 and at most 0.5"
                        .formatted(key));
    }

    @Test
    void refusesAKeyItDoesNotKnow() {
        assertThatThrownBy(() -> config(Map.of("method", "word-swap"))).hasMessageContaining("augmentation.method");
    }

    private static AugmentationConfig config(Map<String, String> values) {
        Map<String, String> full = new HashMap<>();
        values.forEach((key, value) -> full.put("parlance.preprocess.augmentation." + key, value));
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withConverter(Duration.class, 100, new DurationConverter())
                .withMapping(AugmentationConfig.class)
                .withSources(new PropertiesConfigSource(full, "test", 100))
                .build()
                .getConfigMapping(AugmentationConfig.class);
    }
}
