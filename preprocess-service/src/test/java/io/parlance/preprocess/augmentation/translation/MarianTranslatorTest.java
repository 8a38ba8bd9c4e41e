package io.parlance.preprocess.augmentation.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parlance.preprocess.augmentation.UnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The layout, the tokenizers and the decoding, with models made here; a real exported model has not been tried. */
class MarianTranslatorTest {
    private static final Language ENGLISH = new Language("eng");
    private static final Language SPANISH = new Language("spa");

    @TempDir
    private Path folder;

    private MarianTranslator translator;

    @BeforeEach
    void open() throws IOException {
        TinyMarian.write(
                folder.resolve("en-es"),
                Map.of("one", "uno", "large", "grande", "coffee", "café", "please.", "favor."));
        TinyMarian.write(
                folder.resolve("es-en"), Map.of("uno", "one", "grande", "big", "café", "coffee", "favor.", "please."));
        translator = new MarianTranslator(ENGLISH, SPANISH, folder.resolve("en-es"), folder.resolve("es-en"));
    }

    @AfterEach
    void close() {
        translator.close();
    }

    @Test
    void saysWhatTheDecoderFindsLikeliestUntilItEnds() {
        assertThat(translator.translate("one large coffee please.", ENGLISH, SPANISH))
                .isEqualTo(new Translation.Translated("uno grande café favor."));
        assertThat(translator.translate("uno grande café", SPANISH, ENGLISH))
                .isEqualTo(new Translation.Translated("one big coffee"));
    }

    @Test
    void translatesSentenceBySentenceAndKeepsLines() {
        assertThat(translator.translate("one coffee please. large coffee\n\nlarge one", ENGLISH, SPANISH))
                .isEqualTo(new Translation.Translated("uno café favor. grande café\n\ngrande uno"));
    }

    @Test
    void leavesOutWhatItDoesNotKnow() {
        assertThat(translator.translate("one tea", ENGLISH, SPANISH)).isEqualTo(new Translation.Translated("uno"));
    }

    @Test
    void refusesASentenceThatIsTooLong() {
        assertThat(translator.translate("one ".repeat(12), ENGLISH, SPANISH))
                .isEqualTo(
                        new Translation.Refused("a sentence of 13 tokens is too long for the model, which reads 12"));
    }

    @Test
    void namesTheFileThatIsMissing() throws IOException {
        // Given
        Files.delete(folder.resolve("en-es").resolve("target.spm"));
        // When, then
        assertThatThrownBy(() -> translator.translate("one", ENGLISH, SPANISH))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("there is no file target.spm")
                .hasMessageContaining("optimum-cli export onnx");
    }

    @Test
    void refusesModelsOfAnotherKind() throws IOException {
        // Given
        Files.writeString(folder.resolve("en-es").resolve("config.json"), "{\"model_type\":\"t5\"}");
        Files.writeString(folder.resolve("es-en").resolve("vocab.json"), "{\">>eng<<\":0}");
        // When, then
        assertThatThrownBy(() -> translator.translate("one", ENGLISH, SPANISH))
                .hasMessageContaining("model_type is 't5', expected marian");
        assertThatThrownBy(() -> translator.translate("uno", SPANISH, ENGLISH))
                .hasMessageContaining("vocab.json has >>eng<<");
    }

    @Test
    void refusesNetworksThatAreNone() throws IOException {
        // Given
        Files.writeString(folder.resolve("en-es").resolve("encoder_model.onnx"), "nothing");
        // When, then
        assertThatThrownBy(() -> translator.translate("one", ENGLISH, SPANISH))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("cannot be opened");
    }
}
