package io.parlance.model.artifact.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parlance.model.artifact.ArrayWeights;
import io.parlance.model.artifact.ModelFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With an adapter that PEFT saved: resources peft-adapter, see the README there. */
class AdapterFolderTest {
    @TempDir
    Path folder;

    @BeforeEach
    void copyOutOfTheJar() throws IOException {
        for (String file : List.of("adapter_config.json", "adapter_model.safetensors")) {
            try (InputStream stream = AdapterFolderTest.class.getResourceAsStream("/peft-adapter/" + file)) {
                assertThat(stream).as(file).isNotNull();
                Files.copy(stream, folder.resolve(file));
            }
        }
    }

    @Test
    void readsWhatPeftSaved() {
        // When
        LoraAdapter adapter = AdapterFolder.read(folder);

        // Then
        assertThat(adapter.rank()).isEqualTo(4);
        assertThat(adapter.scale()).isEqualTo(2);
        assertThat(adapter.targets())
                .containsExactly("down_proj", "gate_proj", "k_proj", "o_proj", "q_proj", "up_proj", "v_proj");
        assertThat(adapter.modules()).hasSize(14).contains("model.layers.1.mlp.down_proj");
        assertThat(adapter.tensors().shape(LoraAdapter.downName("model.layers.0.self_attn.k_proj")))
                .containsExactly(4L, 48L);
        assertThat(adapter.tensors().shape(LoraAdapter.upName("model.layers.0.self_attn.k_proj")))
                .containsExactly(24L, 4L);
    }

    @Test
    void whatIsWrittenIsReadBackAndTheTensorFileIsTheSameToTheByte() throws IOException {
        // Given
        LoraAdapter adapter = AdapterFolder.read(folder);
        Path copy = Files.createDirectory(folder.resolve("copy"));

        // When
        AdapterFolder.write(copy, adapter);

        // Then
        LoraAdapter again = AdapterFolder.read(copy);
        assertThat(again.modules()).isEqualTo(adapter.modules());
        assertThat(again.alpha()).isEqualTo(adapter.alpha());
        assertThat(again.baseModel()).isEqualTo("../llama-tied");
        assertThat(Files.mismatch(
                        copy.resolve("adapter_model.safetensors"), folder.resolve("adapter_model.safetensors")))
                .isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "use_dora": false            | "use_dora": true                  | use_dora is true; this build does not compute it
            "use_rslora": false          | "use_rslora": true                | use_rslora is true
            "rank_pattern": {}           | "rank_pattern": {"q_proj": 8}     | rank_pattern is {"q_proj":8}
            "modules_to_save": null      | "modules_to_save": ["lm_head"]    | modules_to_save is ["lm_head"]
            "bias": "none"               | "bias": "all"                     | bias is "all"; this build reads none only
            "peft_type": "LORA"          | "peft_type": "IA3"                | peft_type is "IA3"; this build reads LORA only
            "fan_in_fan_out": false      | "fan_in_fan_out": true            | fan_in_fan_out is true
            "r": 4                       | "r": 8                            | expected (r, in) with r = 8
            "lora_alpha": 8              | "lora_alpha": 0                   | lora_alpha is 0
            """)
    void whatThisBuildDoesNotComputeIsRefusedByName(String as, String changed, String complaint) throws IOException {
        // Given
        Path config = folder.resolve("adapter_config.json");
        String text = Files.readString(config);
        assertThat(text).contains(as);
        Files.writeString(config, text.replace(as, changed));

        // When
        assertThatThrownBy(() -> AdapterFolder.read(folder))
                // Then
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining(complaint);
    }

    @Test
    void anAWithoutItsBIsRefused() {
        // Given
        ArrayWeights half = new ArrayWeights.Builder()
                .add(LoraAdapter.downName("model.layers.0.self_attn.q_proj"), List.of(1L, 2L), new float[2])
                .build();

        // When
        assertThatThrownBy(() -> new LoraAdapter("base", 1, 1, 0, List.of("q_proj"), half))
                // Then
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("has no partner base_model.model.model.layers.0.self_attn.q_proj.lora_B.weight");
    }
}
