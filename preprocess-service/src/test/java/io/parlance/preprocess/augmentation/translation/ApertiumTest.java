package io.parlance.preprocess.augmentation.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parlance.preprocess.augmentation.UnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApertiumTest {
    private static final Language ENGLISH = new Language("eng");
    private static final Language SPANISH = new Language("spa");

    @TempDir
    private Path folder;

    @Test
    void saysWhatToInstallWhenItIsMissing() {
        // Given
        Translator translator = translator(Optional.empty());
        // When, then
        assertThatThrownBy(() -> translator.translate("anything", ENGLISH, SPANISH))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("Debian's packages apertium and apertium-en-es");
        assertThatThrownBy(
                        () -> translator(Optional.of(folder.resolve("nowhere"))).translate("a", ENGLISH, SPANISH))
                .hasMessageContaining(folder.resolve("nowhere").toString());
    }

    @Test
    void saysWhichPairIsMissing() throws IOException {
        // Given
        program("apertium", "");
        // When, then
        assertThatThrownBy(() -> translator(Optional.empty()).translate("anything", ENGLISH, new Language("deu")))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("no mode eng-deu")
                .hasMessageContaining("apertium.data");
    }

    @Test
    void runsThePipelineOfTheModeWithItsToolsOnThePath() throws IOException {
        // Given: a mode of one tool that is found nowhere else
        program("apertium", "");
        program("apertium-wblank-mode", "echo shout-it \\$1");
        program("shout-it", "while IFS= read -r -d '' text; do printf '%s%s\\0' \"${text^^}\" \"$1\"; done");
        Files.createDirectories(folder.resolve("share/apertium/modes"));
        Files.createFile(folder.resolve("share/apertium/modes/eng-spa.mode"));
        // When
        try (Translator translator = translator(Optional.empty())) {
            // Then: -n was handed to the tool
            assertThat(translator.translate("hello", ENGLISH, SPANISH))
                    .isEqualTo(new Translation.Translated("HELLO.-n"));
        }
    }

    private Translator translator(Optional<Path> command) {
        return new Apertium(command, Optional.empty(), folder.resolve("bin").toString())
                .translator(Duration.ofSeconds(20));
    }

    private void program(String name, String body) throws IOException {
        Path file = Files.createDirectories(folder.resolve("bin")).resolve(name);
        Files.writeString(file, "#!/bin/bash\n" + body + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }
}
