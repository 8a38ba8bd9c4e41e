package io.parlance.preprocess.cookbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreviewRequestTest {
    @Test
    void readsARecipeAndConversations() throws PreviewRequest.Refused {
        // When
        PreviewRequest request = read("""
                {"recipe": "operations: []",
                 "conversations": [{"id": "c1", "messages": [
                   {"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}]}""");
        // Then
        assertThat(request.recipe()).isEqualTo("operations: []");
        assertThat(request.conversations())
                .singleElement()
                .extracting(c -> c.id())
                .isEqualTo("c1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            body                            | the body is empty                              | ''
            body                            | the body must be a JSON object                 | []
            body                            | the body is no JSON                            | {"a": 1
            receipt                         | unknown field 'receipt'                        | {"receipt": ""}
            recipe                          | recipe must be YAML in a text                  | {"recipe": {}, "conversations": []}
            conversations                   | conversations must be a list of 1 to 100       | {"recipe": ""}
            conversations                   | conversations must be a list of 1 to 100       | {"conversations": []}
            conversations[0]                | conversations[0]                               | {"conversations": [7]}
            conversations[0].messages       | conversations[0].messages                      | {"conversations": [{"messages": []}]}
            """)
    void refusesWhatItDoesNotKnowAndNamesIt(String param, String message, String body) {
        assertThatThrownBy(() -> read(body))
                .asInstanceOf(InstanceOfAssertFactories.type(PreviewRequest.Refused.class))
                .satisfies(refused -> {
                    assertThat(refused.param()).isEqualTo(param);
                    assertThat(refused.getMessage()).startsWith(message);
                });
    }

    private static PreviewRequest read(String body) throws PreviewRequest.Refused {
        return PreviewRequest.read(body.getBytes(StandardCharsets.UTF_8));
    }
}
