package io.parlance.preprocess.augmentation.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parlance.preprocess.augmentation.Rewording;
import io.parlance.preprocess.augmentation.UnavailableException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessTranslatorTest {
    private static final Language ENGLISH = new Language("eng");
    private static final Language SPANISH = new Language("spa");

    @TempDir
    private Path folder;

    private StandIn standIn;
    private ProcessTranslator translator;

    @BeforeEach
    void open() throws IOException {
        standIn = new StandIn(folder);
        translator = standIn.translator(Duration.ofSeconds(20));
    }

    @AfterEach
    void close() {
        translator.close();
    }

    @Test
    void keepsOneProcessPerDirection() throws IOException {
        // When
        List<Translation> there = translator.translate(List.of("one", "two\nlines", "thrée"), ENGLISH, SPANISH);
        List<Translation> back = translator.translate(List.of("uno"), SPANISH, ENGLISH);
        // Then
        assertThat(there)
                .containsExactly(
                        new Translation.Translated("one in eng-spa"),
                        new Translation.Translated("two\nlines in eng-spa"),
                        new Translation.Translated("thrée in eng-spa"));
        assertThat(back).containsExactly(new Translation.Translated("uno in spa-eng"));
        assertThat(standIn.starts("eng-spa")).isOne();
        assertThat(standIn.starts("spa-eng")).isOne();
    }

    @Test
    void goesOnWithANewProcessWhenOneHasDied() throws IOException {
        // When
        Translation translation = translator.translate("it dies-once", ENGLISH, SPANISH);
        // Then
        assertThat(translation).isEqualTo(new Translation.Translated("it dies-once in eng-spa"));
        assertThat(standIn.starts("eng-spa")).isEqualTo(2);
    }

    @Test
    void refusesATextThatKillsItTwiceAndTranslatesTheNext() {
        // When
        List<Translation> translations = translator.translate(List.of("it dies", "the next"), ENGLISH, SPANISH);
        // Then
        assertThat(translations)
                .containsExactly(
                        new Translation.Refused("stand-in eng-spa ended twice at this text"),
                        new Translation.Translated("the next in eng-spa"));
    }

    @Test
    void refusesATextThatItHangsAt() throws IOException {
        // Given
        try (ProcessTranslator hasty = standIn.translator(Duration.ofMillis(1_500))) {
            // When
            List<Translation> translations = hasty.translate(List.of("it hangs", "the next"), ENGLISH, SPANISH);
            // Then
            assertThat(translations)
                    .containsExactly(
                            new Translation.Refused("stand-in eng-spa gave no answer within PT1.5S"),
                            new Translation.Translated("the next in eng-spa"));
        }
    }

    @Test
    void isUnavailableWhenItDiesAtAnyText() throws IOException {
        // Given
        standIn.breakDown();
        // When, then
        assertThatThrownBy(() -> translator.translate("anything", ENGLISH, SPANISH))
                .isInstanceOf(UnavailableException.class)
                .hasMessage("stand-in eng-spa ends at once, saying: no data for eng-spa; is it installed whole?");
    }

    @Test
    void isUnavailableWhenItCannotBeStarted() {
        // Given
        try (ProcessTranslator none = new ProcessTranslator(
                "nobody", (_, _) -> List.of(folder.resolve("nobody").toString()), Map.of(), Duration.ofSeconds(1))) {
            // When, then
            assertThatThrownBy(() -> none.translate("anything", ENGLISH, SPANISH))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("nobody cannot be started");
        }
    }

    @Test
    void translatesThereAndBack() {
        // Given
        try (BackTranslation method = new BackTranslation(translator, ENGLISH, SPANISH)) {
            // When
            List<Rewording> rewordings = method.reword(List.of("one", "it dies", "two"), 0);
            // Then
            assertThat(rewordings)
                    .containsExactly(
                            new Rewording.Reworded("one in eng-spa in spa-eng", "one in eng-spa"),
                            new Rewording.Failed("to spa: stand-in eng-spa ended twice at this text"),
                            new Rewording.Reworded("two in eng-spa in spa-eng", "two in eng-spa"));
            assertThat(method.parameters()).isEqualTo("stand-in eng-spa-eng");
        }
    }

    @Test
    void refusesToTranslateIntoTheSameLanguage() {
        assertThatThrownBy(() -> new BackTranslation(translator, ENGLISH, ENGLISH))
                .hasMessageContaining("language and pivot are both 'eng'");
    }
}
