package io.parlance.inference.request;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parlance.model.text.ChatMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatRequestReaderTest {
    private static final ChatRequestReader READER = new ChatRequestReader(() -> 99);

    private static Reading<ChatRequest> read(String more) {
        String body = "{\"model\":\"parlance\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]%s}"
                .formatted(more.isEmpty() ? "" : "," + more);
        return readBody(body);
    }

    private static Reading<ChatRequest> readBody(String body) {
        return switch (JsonBody.parse(body.getBytes(StandardCharsets.UTF_8))) {
            case Reading.Understood<JsonNode> json -> READER.read(json.request());
            case Reading.Refused<JsonNode> malformed -> throw new AssertionError(malformed);
        };
    }

    private static ChatRequest understood(String more) {
        return switch (read(more)) {
            case Reading.Understood<ChatRequest> understood -> understood.request();
            case Reading.Refused<ChatRequest> refused ->
                throw new AssertionError(refused.refusal().body());
        };
    }

    private static void assertRefused(Reading<ChatRequest> reading, String param) {
        assertThat(reading).isInstanceOf(Reading.Refused.class);
        Refusal refusal = ((Reading.Refused<ChatRequest>) reading).refusal();
        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.body().error().param()).isEqualTo(param);
        assertThat(refusal.body().error().message()).contains(param);
        assertThat(refusal.body().error().code()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "\"temperature\":2.1|temperature",
                "\"temperature\":-0.1|temperature",
                "\"temperature\":\"warm\"|temperature",
                "\"temperature\":1e999|temperature",
                "\"top_p\":1.1|top_p",
                "\"top_p\":[1]|top_p",
                "\"n\":0|n",
                "\"n\":9|n",
                "\"n\":1.5|n",
                "\"max_tokens\":0|max_tokens",
                "\"max_completion_tokens\":-1|max_completion_tokens",
                "\"max_completion_tokens\":99999999999|max_completion_tokens",
                "\"max_completion_tokens\":5,\"max_tokens\":6|max_tokens",
                "\"stop\":[\"a\",\"b\",\"c\",\"d\",\"e\"]|stop",
                "\"stop\":\"\"|stop",
                "\"stop\":5|stop",
                "\"stop\":[1]|stop[0]",
                "\"seed\":1.5|seed",
                "\"seed\":123456789012345678901|seed",
                "\"presence_penalty\":2.5|presence_penalty",
                "\"frequency_penalty\":-2.5|frequency_penalty",
                "\"logit_bias\":{\"a\":1}|logit_bias",
                "\"logit_bias\":{\"5\":101}|logit_bias.5",
                "\"logit_bias\":{\"5\":null}|logit_bias.5",
                "\"logit_bias\":[5]|logit_bias",
                "\"logprobs\":1|logprobs",
                "\"top_logprobs\":3|top_logprobs",
                "\"logprobs\":true,\"top_logprobs\":21|top_logprobs",
                "\"response_format\":{\"type\":\"json_object\"}|response_format",
                "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{}}|response_format",
                "\"tools\":[{\"type\":\"function\"}]|tools",
                "\"tool_choice\":\"auto\"|tool_choice",
                "\"parallel_tool_calls\":\"yes\"|parallel_tool_calls",
                "\"functions\":[{}]|functions",
                "\"function_call\":\"auto\"|function_call",
                "\"stream\":\"yes\"|stream",
                "\"stream_options\":{\"include_usage\":true}|stream_options",
                "\"stream\":true,\"stream_options\":{\"include_usage\":1}|stream_options.include_usage",
                "\"stream\":true,\"stream_options\":{\"more\":1}|stream_options.more",
                "\"stream\":true,\"stream_options\":{\"include_obfuscation\":true}|stream_options.include_obfuscation",
                "\"metadata\":{\"a\":1}|metadata.a",
                "\"metadata\":\"a\"|metadata",
                "\"user\":5|user",
                "\"modalities\":[\"audio\"]|modalities",
                "\"audio\":{}|audio",
                "\"prediction\":{}|prediction",
                "\"reasoning_effort\":\"high\"|reasoning_effort",
                "\"verbosity\":\"low\"|verbosity",
                "\"web_search_options\":{}|web_search_options",
                "\"service_tier\":\"flex\"|service_tier",
                "\"top_k\":-2|top_k",
                "\"min_p\":1.5|min_p",
                "\"repetition_penalty\":0|repetition_penalty",
                "\"min_tokens\":-1|min_tokens",
                "\"max_tokens\":3,\"min_tokens\":4|min_tokens",
                "\"ignore_eos\":\"no\"|ignore_eos",
                "\"stop_token_ids\":5|stop_token_ids",
                "\"stop_token_ids\":[-1]|stop_token_ids[0]",
                "\"beam_width\":4|beam_width",
            })
    void refusesByName(String more, String param) {
        assertRefused(read(more), param);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}|model",
                "{\"model\":\"m\"}|messages",
                "{\"model\":\"m\",\"messages\":[]}|messages",
                "{\"model\":\"m\",\"messages\":\"Hi\"}|messages",
                "{\"model\":\"m\",\"messages\":[\"Hi\"]}|messages[0]",
                "{\"model\":\"m\",\"messages\":[{\"content\":\"Hi\"}]}|messages[0].role",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"tool\",\"content\":\"Hi\"}]}|messages[0].role",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"robot\",\"content\":\"Hi\"}]}|messages[0].role",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\"}]}|messages[0].content",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\" \"}]}|messages[0].content",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":5}]}|messages[0].content",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\"}]}]}|messages[0].content[0].type",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\"}]}]}|messages[0].content[0].text",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"\\ud800\"}]}|messages[0].content",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\",\"name\":\"Ann\"}]}|messages[0].name",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\",\"mood\":\"good\"}]}|messages[0].mood",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"assistant\",\"content\":\"Hi\",\"tool_calls\":[{}]}]}|messages[0].tool_calls",
            })
    void refusesMessagesByName(String body, String param) {
        assertRefused(readBody(body), param);
    }

    @Test
    void readsEveryParameterItHonours() {
        // When
        ChatRequest request = understood("""
                "temperature":0.5,"top_p":0.9,"top_k":40,"min_p":0.1,"repetition_penalty":1.2,"presence_penalty":-1,
                "frequency_penalty":1,"logit_bias":{"7":-100},"seed":5,"n":2,"max_completion_tokens":30,"min_tokens":3,
                "stop":["x","y"],"stop_token_ids":[8],"ignore_eos":true,"logprobs":true,"top_logprobs":4,
                "stream":true,"stream_options":{"include_usage":true}""");
        // Then
        assertThat(request.sampling().temperature()).isEqualTo(0.5);
        assertThat(request.sampling().topP()).isEqualTo(0.9);
        assertThat(request.sampling().topK()).isEqualTo(40);
        assertThat(request.sampling().minP()).isEqualTo(0.1);
        assertThat(request.sampling().penalties().repetition()).isEqualTo(1.2);
        assertThat(request.sampling().penalties().presence()).isEqualTo(-1);
        assertThat(request.sampling().penalties().frequency()).isEqualTo(1);
        assertThat(request.sampling().logitBias()).containsEntry(7, -100.0);
        assertThat(request.sampling().seed()).isEqualTo(5);
        assertThat(request.sampling(1).seed()).isNotEqualTo(5);
        assertThat(request.choices()).isEqualTo(2);
        assertThat(request.end().maxTokens()).hasValue(30);
        assertThat(request.end().minTokens()).isEqualTo(3);
        assertThat(request.end().texts()).containsExactly("x", "y");
        assertThat(request.end().tokenIds()).containsExactly(8);
        assertThat(request.end().ignoreEndMarks()).isTrue();
        assertThat(request.topLogprobs()).hasValue(4);
        assertThat(request.delivery()).isEqualTo(new ChatRequest.Delivery.Streamed(true));
    }

    @Test
    void takesNullAsNotGivenAndOpenAisDefaults() {
        // When
        ChatRequest request = understood("""
                "temperature":null,"top_p":null,"n":null,"stop":null,"seed":null,"max_tokens":null,"logit_bias":null,
                "stream":null,"stream_options":null,"tools":null,"response_format":null,"user":null""");
        // Then
        assertThat(request.sampling().temperature()).isEqualTo(1);
        assertThat(request.sampling().topP()).isEqualTo(1);
        assertThat(request.sampling().seed()).isEqualTo(99);
        assertThat(request.choices()).isEqualTo(1);
        assertThat(request.end()).isEqualTo(new ChatRequest.End(OptionalInt.empty(), 0, List.of(), Set.of(), false));
        assertThat(request.delivery()).isEqualTo(new ChatRequest.Delivery.Whole());
    }

    @Test
    void readsAnAssistantTurnAsClientsEchoIt() {
        // When
        Reading<ChatRequest> reading = readBody("""
                {"model":"m","messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello","refusal":null,
                "annotations":[],"audio":null,"function_call":null,"tool_calls":null},{"role":"user","content":"Bye"}]}""");
        // Then
        assertThat(reading).isInstanceOf(Reading.Understood.class);
        assertThat(((Reading.Understood<ChatRequest>) reading).request().messages())
                .contains(new ChatMessage("assistant", "Hello"));
    }
}
