package io.parlance.model.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LlamaConfigJsonTest {
    private static final String SIZES = """
            "vocab_size": 320, "hidden_size": 48, "intermediate_size": 96, "num_hidden_layers": 2, "num_attention_heads": 4,
            "eos_token_id": 2""";
    private static final String LLAMA = "\"architectures\": [\"LlamaForCausalLM\"], \"model_type\": \"llama\", ";

    @TempDir
    Path folder;

    @Test
    void whatIsAbsentTakesTheValueThatTransformersGivesIt() {
        // When
        LlamaConfig config = parse(LLAMA + SIZES);

        // Then
        assertThat(config)
                .isEqualTo(new LlamaConfig(
                        320,
                        48,
                        96,
                        2,
                        4,
                        4,
                        12,
                        2048,
                        1e-6,
                        10_000,
                        new RopeScaling.None(),
                        false,
                        false,
                        false,
                        List.of(2),
                        -1,
                        -1));
    }

    @Test
    void bothFormsOfRopeAreRead() {
        // Given
        String scaling =
                "\"factor\": 8.0, \"low_freq_factor\": 1.0, \"high_freq_factor\": 4.0, \"original_max_position_embeddings\": 16";

        // When
        LlamaConfig older = parse(LLAMA
                + SIZES
                + ", \"rope_theta\": 5000.0, \"rope_scaling\": {\"type\": \"llama3\", %s}".formatted(scaling));
        LlamaConfig newer = parse(LLAMA
                + SIZES
                + ", \"rope_parameters\": {\"rope_type\": \"llama3\", \"rope_theta\": 5000.0, %s}".formatted(scaling));

        // Then
        assertThat(older).isEqualTo(newer);
        assertThat(older.ropeTheta()).isEqualTo(5000);
        assertThat(older.ropeScaling()).isEqualTo(new RopeScaling.Llama3(8, 1, 4, 16));
    }

    @Test
    void endOfTurnIdsComeFromBothFiles() throws IOException {
        // Given
        Files.writeString(
                folder.resolve("config.json"),
                "{" + LLAMA + SIZES.replace("\"eos_token_id\": 2", "\"eos_token_id\": [2, 0]") + "}");
        Files.writeString(folder.resolve("generation_config.json"), "{\"eos_token_id\": [0, 9]}");

        // When
        LlamaConfig config = LlamaConfigJson.read(folder);

        // Then
        assertThat(config.endOfTurnIds()).containsExactly(2, 0, 9);
    }

    @Test
    void mistralWithoutASlidingWindowIsTheSameNetwork() {
        // When
        LlamaConfig config = parse(
                "\"architectures\": [\"MistralForCausalLM\"], \"sliding_window\": null, \"head_dim\": 16, " + SIZES);

        // Then
        assertThat(config.headDim()).isEqualTo(16);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "linear", "llama3"})
    void whatIsWrittenIsReadBack(String rope) {
        // Given
        RopeScaling scaling =
                switch (rope) {
                    case "linear" -> new RopeScaling.Linear(4);
                    case "llama3" -> new RopeScaling.Llama3(8, 1, 4, 16);
                    default -> new RopeScaling.None();
                };
        LlamaConfig config = new LlamaConfig(
                320, 48, 96, 2, 4, 2, 16, 128, 1e-5, 1e5, scaling, true, true, true, List.of(2, 7), 1, 0);

        // When
        ModelJson.write(folder.resolve("config.json"), LlamaConfigJson.toJson(config));

        // Then
        assertThat(LlamaConfigJson.read(folder)).isEqualTo(config);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "architectures": ["Qwen2ForCausalLM"]                                  | architectures is ["Qwen2ForCausalLM"]; this build computes LlamaForCausalLM
            "model_type": "gpt2"                                                   | model_type is "gpt2"; this build computes
            "architectures": ["MistralForCausalLM"], "sliding_window": 4096        | sliding_window is 4096; sliding-window attention is not in this build
            "model_type": "llama", "rope_scaling": {"rope_type": "yarn"}           | rope_scaling.rope_type is "yarn"; this build knows none, default, linear, llama3
            "model_type": "llama", "rope_parameters": {"rope_type": "linear"}      | rope_parameters.factor is absent
            "model_type": "llama", "hidden_act": "gelu"                            | hidden_act is "gelu"; this build computes silu only
            "model_type": "llama", "head_dim": 13                                  | head_dim is 13, expected an even number
            "model_type": "llama", "num_key_value_heads": 3                        | the first must be a multiple of the second
            "model_type": "llama", "quantization_config": {"bits": 4}              | quantised Hugging Face folders are not read
            "model_type": "llama", "tie_word_embeddings": "yes"                    | tie_word_embeddings is "yes"; expected true or false
            "model_type": "llama", "partial_rotary_factor": 0.5                    | partial_rotary_factor is 0.5; this build rotates whole heads only
            """)
    void whatThisBuildDoesNotComputeIsRefusedByName(String fields, String complaint) {
        // When
        assertThatThrownBy(() -> parse(fields + ", " + SIZES))
                // Then
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("config.json")
                .hasMessageContaining(complaint);
    }

    @Test
    void aMissingFileIsNamed() {
        // When
        assertThatThrownBy(() -> LlamaConfigJson.read(folder))
                // Then
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining(folder.resolve("config.json") + " is missing");
    }

    private static LlamaConfig parse(String fields) {
        return LlamaConfigJson.parse(ModelJson.fields("config.json", "{" + fields + "}"), List.of());
    }
}
