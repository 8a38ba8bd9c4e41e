package io.parlance.model.artifact.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parlance.model.TinyModel;
import io.parlance.model.artifact.HuggingFaceFolder;
import io.parlance.model.artifact.HuggingFaceFolderWriter;
import io.parlance.model.artifact.ModelFormatException;
import io.parlance.model.artifact.TensorDigest;
import io.parlance.model.artifact.Weights;
import io.parlance.model.text.ChatMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With resources gguf/every-type.gguf, whose vocabulary and template are the tiny model's. */
class GgufModelTest {
    private static final List<ChatMessage> TALK = List.of(
            new ChatMessage("user", "The coffee is 42 of naïve <|im_end|> others"),
            new ChatMessage("assistant", "Yes."));

    @TempDir
    Path folder;

    private Path path;

    @BeforeEach
    void copyOutOfTheJar() throws IOException {
        path = folder.resolve("every-type.gguf");
        try (InputStream stream = GgufModelTest.class.getResourceAsStream("/gguf/every-type.gguf")) {
            assertThat(stream).isNotNull();
            Files.copy(stream, path);
        }
    }

    @Test
    void givesTheSameTokensAsTheFolderItsVocabularyIsFrom() {
        // Given
        HuggingFaceFolder tiny = HuggingFaceFolder.open(TinyModel.write(folder.resolve("tiny"), 1));

        // When
        GgufModel model = GgufModel.open(path);

        // Then
        assertThat(model.chatFormat().example(TALK)).isEqualTo(tiny.chatFormat().example(TALK));
        assertThat(model.chatFormat().templateSha256())
                .isEqualTo(tiny.chatFormat().templateSha256());
        assertThat(model.tokenizerConfig().specialTokens())
                .containsEntry("bos_token", "<|im_start|>")
                .containsEntry("eos_token", "<|im_end|>")
                .containsEntry("pad_token", "<|im_end|>");
    }

    @Test
    void isWrittenAsAFolderThatIsTheSameModel() {
        // Given
        GgufModel model = GgufModel.open(path);
        Path written = folder.resolve("written");

        // When
        try (Weights weights = model.openWeights()) {
            HuggingFaceFolderWriter.write(written, model, weights);
        }

        // Then
        HuggingFaceFolder again = HuggingFaceFolder.open(written);
        assertThat(again.config()).isEqualTo(model.config());
        assertThat(again.chatFormat().example(TALK))
                .isEqualTo(model.chatFormat().example(TALK));
        try (Weights before = model.openWeights();
                Weights after = again.openWeights()) {
            assertThat(after.names()).isEqualTo(before.names());
            for (String name : before.names()) {
                assertThat(TensorDigest.of(after.read(name))).as(name).isEqualTo(TensorDigest.of(before.read(name)));
            }
        }
    }

    @Test
    void aFileWithoutAChatTemplateIsRefused() throws IOException {
        // Given
        String text = new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1);
        Files.write(
                path,
                text.replace("tokenizer.chat_template", "tokenizer.chat_templat_")
                        .getBytes(StandardCharsets.ISO_8859_1));

        // When
        assertThatThrownBy(() -> GgufModel.open(path))
                // Then
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("has no chat template (tokenizer.chat_template)");
    }
}
