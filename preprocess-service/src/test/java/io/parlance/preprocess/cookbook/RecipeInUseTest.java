package io.parlance.preprocess.cookbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.Turn;
import io.parlance.preprocess.PreprocessConfig;
import io.parlance.preprocess.recipe.Recipe;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecipeInUseTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @TempDir
    private Path folder;

    @Test
    void isTheStandardOneUnlessAFileIsNamed() throws IOException {
        // Given
        Path file =
                Files.writeString(folder.resolve("ours.yaml"), "operations:\n  - flagged-words: {file: words.txt}\n");
        Files.writeString(folder.resolve("words.txt"), "darn");
        // When
        Recipe ours = inUse(Map.of("parlance.preprocess.recipe", file.toString()));
        Recipe standard = inUse(Map.of());
        // Then
        assertThat(ours.operations()).containsExactly("flagged-words@2");
        assertThat(standard.sha256()).isEqualTo(Recipe.standard().sha256());
    }

    @Test
    void saysWhichFileCannotBeUsedAndWhy() throws IOException {
        // Given
        Path wrong = Files.writeString(folder.resolve("wrong.yaml"), "operations:\n  - whitespac\n");
        // Then
        assertThatThrownBy(() -> inUse(Map.of("parlance.preprocess.recipe", wrong.toString())))
                .hasMessageContaining("parlance.preprocess.recipe: %s: recipe, line 2: unknown operation", wrong);
        assertThatThrownBy(() -> inUse(Map.of("parlance.preprocess.recipe", "/nowhere/to/be/found.yaml")))
                .hasMessageContaining("parlance.preprocess.recipe: /nowhere/to/be/found.yaml cannot be read");
    }

    @Test
    void countsWhatEachOperationDoes() throws IOException {
        // Given
        Path file = Files.writeString(
                folder.resolve("ours.yaml"), "operations: [whitespace, length: {max-characters: 5}, controls]");
        Recipe recipe = inUse(Map.of("parlance.preprocess.recipe", file.toString()));
        // When
        recipe.apply(saying("a  b"));
        recipe.apply(saying("far too long"));
        // Then
        assertThat(counted("whitespace@1", "in")).isEqualTo(2);
        assertThat(counted("whitespace@1", "changed")).isEqualTo(1);
        assertThat(counted("length@1", "dropped")).isEqualTo(1);
        assertThat(counted("controls@1", "in")).isEqualTo(1);
        assertThat(counted("controls@1", "changed")).isZero();
    }

    private double counted(String operation, String count) {
        return registry.get("parlance.preprocess.operations")
                .tag("operation", operation)
                .tag("count", count)
                .counter()
                .count();
    }

    private static ConversationSubmitted saying(String text) {
        return new ConversationSubmitted("c1", "live", List.of(new Turn("user", text)), Map.of());
    }

    private Recipe inUse(Map<String, String> settings) {
        PreprocessConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withConverter(Duration.class, 100, new DurationConverter())
                .withMapping(PreprocessConfig.class)
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .build()
                .getConfigMapping(PreprocessConfig.class);
        return new RecipeInUse(config, registry).recipe();
    }
}
