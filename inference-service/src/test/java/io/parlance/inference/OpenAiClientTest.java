package io.parlance.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.models.Model;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** OpenAI's own client needs one setting: the base URL. */
@QuarkusTest
@WithTestResource(ServedModelTestResource.class)
class OpenAiClientTest {
    private OpenAIClient client;

    @BeforeEach
    void connect() {
        Service.awaitReady();
        client = OpenAIOkHttpClient.builder()
                .baseUrl(Service.baseUrl() + "/v1")
                .apiKey("unused")
                .build();
    }

    private static ChatCompletionCreateParams.Builder question() {
        return ChatCompletionCreateParams.builder()
                .model("parlance")
                .addSystemMessage("Be brief.")
                .addUserMessage("Hello there")
                .temperature(0.0)
                .maxCompletionTokens(16);
    }

    @Test
    void chats() {
        // When
        ChatCompletion answer = client.chat().completions().create(question().build());
        // Then
        assertThat(answer.model()).isEqualTo("tiny-base");
        assertThat(answer.choices()).hasSize(1);
        assertThat(answer.choices().getFirst().message().content()).isPresent();
        assertThat(answer.usage().orElseThrow().completionTokens()).isBetween(1L, 16L);
    }

    @Test
    void streams() {
        // Given
        String whole = client.chat()
                .completions()
                .create(question().build())
                .choices()
                .getFirst()
                .message()
                .content()
                .orElseThrow();
        // When
        List<ChatCompletionChunk> chunks;
        try (StreamResponse<ChatCompletionChunk> stream = client.chat()
                .completions()
                .createStreaming(question()
                        .streamOptions(ChatCompletionStreamOptions.builder()
                                .includeUsage(true)
                                .build())
                        .build())) {
            chunks = stream.stream().toList();
        }
        // Then
        StringBuilder text = new StringBuilder();
        chunks.forEach(chunk ->
                chunk.choices().forEach(choice -> choice.delta().content().ifPresent(text::append)));
        assertThat(text.toString()).isEqualTo(whole);
        assertThat(chunks.getLast().usage()).isPresent();
    }

    @Test
    void hearsWhichParameterIsWrong() {
        // When
        BadRequestException refused = catchThrowableOfType(BadRequestException.class, () -> client.chat()
                .completions()
                .create(question().temperature(3.0).build()));
        NotFoundException unknown = catchThrowableOfType(NotFoundException.class, () -> client.chat()
                .completions()
                .create(question().model("gpt-9").build()));
        // Then
        assertThat(refused.param()).contains("temperature");
        assertThat(refused.code()).contains("invalid_value");
        assertThat(unknown.code()).contains("model_not_found");
    }

    @Test
    void listsModels() {
        assertThat(client.models().list().items()).extracting(Model::id).contains("tiny-base");
    }
}
