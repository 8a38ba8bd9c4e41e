package io.parlance.model.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parlance.model.TinyModel;
import io.parlance.model.text.ChatMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HuggingFaceFolderTest {
    private static final List<ChatMessage> GREETING = List.of(new ChatMessage("user", "Hi"));

    @TempDir
    Path folder;

    @BeforeEach
    void tinyModel() {
        TinyModel.write(folder, 5);
    }

    @Test
    void isOpenedWithItsShapeItsTextAndItsWeights() {
        // When
        HuggingFaceFolder model = HuggingFaceFolder.open(folder);

        // Then
        assertThat(model.config()).isEqualTo(TinyModel.CONFIG);
        assertThat(model.tokenizerConfig().chatTemplate()).isEqualTo(TinyModel.CHAT_TEMPLATE);
        assertThat(model.tokenizerConfig().specialTokens())
                .containsEntry("bos_token", "<|im_start|>")
                .containsEntry("eos_token", "<|im_end|>");
        assertThat(model.chatFormat().render(GREETING, true))
                .isEqualTo("<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n");
        try (Weights weights = model.openWeights()) {
            assertThat(weights.shape("model.embed_tokens.weight")).containsExactly(320L, 64L);
        }
    }

    @Test
    void aTemplateFileGoesBeforeTheOneInTheConfiguration() throws IOException {
        // Given
        Files.writeString(folder.resolve("chat_template.jinja"), "{{ messages[0]['content'] }}!");

        // When
        HuggingFaceFolder model = HuggingFaceFolder.open(folder);

        // Then
        assertThat(model.chatFormat().render(GREETING, true)).isEqualTo("Hi!");
    }

    @Test
    void ofSeveralTemplatesTheDefaultIsTaken() throws IOException {
        // Given
        Files.writeString(folder.resolve("tokenizer_config.json"), """
                {"chat_template": [{"name": "tool_use", "template": "no"}, {"name": "default", "template": "yes"}],
                 "bos_token": {"content": "<|im_start|>", "lstrip": false}}""");

        // When
        HuggingFaceFolder model = HuggingFaceFolder.open(folder);

        // Then
        assertThat(model.tokenizerConfig().chatTemplate()).isEqualTo("yes");
        assertThat(model.tokenizerConfig().specialTokens()).containsEntry("bos_token", "<|im_start|>");
    }

    @Test
    void aModelWithoutAChatTemplateIsRefused() throws IOException {
        // Given
        Files.delete(folder.resolve("tokenizer_config.json"));

        // When
        assertThatThrownBy(() -> HuggingFaceFolder.open(folder))
                // Then
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining(folder + ": has no chat template")
                .hasMessageContaining("Take an instruction-tuned model");
    }

    @Test
    void aTemplateThisBuildCannotRunIsRefusedWhenTheModelIsOpened() throws IOException {
        // Given
        Files.writeString(folder.resolve("chat_template.jinja"), "{% for %}");

        // When
        assertThatThrownBy(() -> HuggingFaceFolder.open(folder))
                // Then
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining(folder + ": its chat template cannot be used: ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "vocab_size": 320     | "vocab_size": 319      | the tokenizer has 320 ids, the network 319 embeddings
            "eos_token_id": 2,    | "eos_token_id": 320,   | eos_token_id 320 is none of the network's 320 ids
            """)
    void anIdWithoutAnEmbeddingIsRefused(String as, String changed, String complaint) throws IOException {
        // Given
        Path config = folder.resolve("config.json");
        String text = Files.readString(config);
        assertThat(text).contains(as);
        Files.writeString(config, text.replace(as, changed));

        // When
        assertThatThrownBy(() -> HuggingFaceFolder.open(folder))
                // Then
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining(complaint);
    }

    @Test
    void weightsOfAnotherModelAreRefusedNamingTheFirstTensorThatDoesNotFit() throws IOException {
        // Given
        Path config = folder.resolve("config.json");
        Files.writeString(
                config, Files.readString(config).replace("\"intermediate_size\": 128", "\"intermediate_size\": 192"));

        // When
        assertThatThrownBy(() -> HuggingFaceFolder.open(folder).openWeights())
                // Then
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining(
                        "tensor model.layers.0.mlp.gate_proj.weight has shape [128, 64], the configuration says [192, 64]");
    }

    @Test
    void aLayerTooManyInTheConfigurationIsNamedAsMissing() throws IOException {
        // Given
        Path config = folder.resolve("config.json");
        Files.writeString(
                config, Files.readString(config).replace("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 3"));

        // When
        assertThatThrownBy(() -> HuggingFaceFolder.open(folder).openWeights())
                // Then
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("tensor model.layers.2.input_layernorm.weight is missing");
    }

    @Test
    void whatIsWrittenFromItIsTheSameModelToTheByteOfItsWeights() throws IOException {
        // Given
        HuggingFaceFolder model = HuggingFaceFolder.open(folder);
        Path copy = folder.resolve("copy");

        // When
        try (Weights weights = model.openWeights()) {
            HuggingFaceFolderWriter.write(copy, model, weights);
        }

        // Then
        HuggingFaceFolder again = HuggingFaceFolder.open(copy);
        assertThat(again.config()).isEqualTo(model.config());
        assertThat(again.chatFormat().templateSha256())
                .isEqualTo(model.chatFormat().templateSha256());
        assertThat(again.chatFormat().tokenizer().sha256())
                .isEqualTo(model.chatFormat().tokenizer().sha256());
        for (String file : List.of("model.safetensors", "tokenizer.json", "config.json", "generation_config.json")) {
            assertThat(Files.mismatch(folder.resolve(file), copy.resolve(file)))
                    .as(file)
                    .isEqualTo(-1);
        }
    }
}
