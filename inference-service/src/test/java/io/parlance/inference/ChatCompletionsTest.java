package io.parlance.inference;

import static io.parlance.inference.Service.answer;
import static io.parlance.inference.Service.content;
import static io.parlance.inference.Service.events;
import static io.parlance.inference.Service.json;
import static io.parlance.inference.Service.post;
import static io.parlance.inference.Service.request;
import static io.parlance.inference.Service.text;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(ServedModelTestResource.class)
class ChatCompletionsTest {

    @BeforeEach
    void waitForTheModel() {
        Service.awaitReady();
    }

    @Test
    void tellsAnAnswerThatIsToBeKeptUnderAnIdThatSaysWhen() {
        // Given
        long before = System.currentTimeMillis();
        // When
        JsonNode whole = answer("\"store\":true", "\"user\":\"guest-7\"", "\"n\":2");
        JsonNode unkept = answer("\"store\":false");
        String stream = post(request("\"store\":true", "\"stream\":true")).asString();
        String streamed = json(events(stream).getFirst()).path("id").asText();
        // Then
        String id = whole.path("id").asText();
        assertThat(id).matches("chatcmpl-[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}");
        assertThat(Long.parseLong(id.substring(9, 21), 16)).isBetween(before, System.currentTimeMillis());
        Map<String, ConsumerRecord<String, byte[]>> told = TestWorld.served(id, streamed);
        assertThat(told).doesNotContainKey(unkept.path("id").asText());
        JsonNode event = json(new String(told.get(id).value(), StandardCharsets.UTF_8));
        assertThat(told.get(id).timestamp())
                .isEqualTo(event.path("createdMillis").asLong());
        assertThat(event.path("model").asText()).isEqualTo("tiny-base");
        assertThat(event.path("user").asText()).isEqualTo("guest-7");
        assertThat(event.path("messages").path(0).path("content").asText()).isEqualTo("Hello there");
        assertThat(event.path("choices").path(1).path("message").path("content").asText())
                .isEqualTo(whole.path("choices")
                        .path(1)
                        .path("message")
                        .path("content")
                        .asText());
        assertThat(json(new String(told.get(streamed).value(), StandardCharsets.UTF_8))
                        .path("choices")
                        .path(0)
                        .path("message")
                        .path("content")
                        .asText())
                .isEqualTo(text());
    }

    @Test
    void answersWithUsageFingerprintAndTheRealModelId() {
        // Given
        JsonNode ask = request().put("model", "parlance");
        // When
        Response response = post(ask);
        // Then
        response.then().statusCode(200).header("x-request-id", matchesPattern("req_[0-9a-f]{24}"));
        JsonNode answer = json(response.asString());
        assertThat(answer.path("object").asText()).isEqualTo("chat.completion");
        assertThat(answer.path("id").asText()).startsWith("chatcmpl-");
        assertThat(answer.path("system_fingerprint").asText()).matches("fp_[0-9a-f]{16}");
        assertThat(answer.path("model").asText()).isEqualTo("tiny-base");
        JsonNode choice = answer.path("choices").path(0);
        assertThat(choice.path("finish_reason").asText()).isIn("stop", "length");
        assertThat(choice.path("message").path("role").asText()).isEqualTo("assistant");
        JsonNode usage = answer.path("usage");
        assertThat(usage.path("total_tokens").asInt())
                .isEqualTo(usage.path("prompt_tokens").asInt()
                        + usage.path("completion_tokens").asInt());
        assertThat(usage.path("prompt_tokens").asInt()).isEqualTo(promptTokens());
    }

    private static int promptTokens() {
        return given().contentType("application/json")
                .body("{\"messages\":[{\"role\":\"user\",\"content\":\"Hello there\"}]}")
                .post("/tokenize")
                .jsonPath()
                .getInt("count");
    }

    @Test
    void streamsTheSameTextAsItAnswersWhole() {
        // Given
        JsonNode whole = answer("\"ignore_eos\":true");
        // When
        Response response =
                post(request("\"ignore_eos\":true", "\"stream\":true", "\"stream_options\":{\"include_usage\":true}"));
        // Then
        assertThat(response.header("content-type")).startsWith("text/event-stream");
        List<String> events = events(response.asString());
        assertThat(events.getLast()).isEqualTo("[DONE]");
        List<JsonNode> chunks = new ArrayList<>();
        events.subList(0, events.size() - 1).forEach(event -> chunks.add(json(event)));
        assertThat(chunks.getFirst()
                        .path("choices")
                        .path(0)
                        .path("delta")
                        .path("role")
                        .asText())
                .isEqualTo("assistant");
        StringBuilder text = new StringBuilder();
        for (JsonNode chunk : chunks.subList(0, chunks.size() - 1)) {
            JsonNode choice = chunk.path("choices").path(0);
            assertThat(chunk.path("object").asText()).isEqualTo("chat.completion.chunk");
            assertThat(chunk.path("id")).isEqualTo(chunks.getFirst().path("id"));
            assertThat(chunk.path("created")).isEqualTo(chunks.getFirst().path("created"));
            assertThat(chunk.has("usage")).isTrue();
            assertThat(chunk.path("usage").isNull()).isTrue();
            assertThat(choice.path("index").asInt()).isZero();
            assertThat(choice.has("finish_reason")).isTrue();
            text.append(choice.path("delta").path("content").asText());
        }
        assertThat(text.toString()).isEqualTo(content(whole));
        JsonNode beforeUsage = chunks.get(chunks.size() - 2).path("choices").path(0);
        assertThat(beforeUsage.path("finish_reason").asText()).isEqualTo("length");
        assertThat(beforeUsage.path("delta").isEmpty()).isTrue();
        assertThat(chunks.getLast().path("choices").isEmpty()).isTrue();
        assertThat(chunks.getLast().path("usage")).isEqualTo(whole.path("usage"));
    }

    @Test
    void streamsWithoutUsageUnlessAskedFor() {
        // When
        List<String> events = events(post(request("\"stream\":true")).asString());
        // Then
        assertThat(events.subList(0, events.size() - 1)).allSatisfy(event -> {
            assertThat(json(event).has("usage")).isFalse();
            assertThat(json(event).path("choices")).hasSize(1);
        });
    }

    @Test
    void cutsAtAStopTextThatLiesAcrossTokens() {
        // Given an answer, and in it a text of two characters from two tokens
        JsonNode whole = answer("\"logprobs\":true", "\"ignore_eos\":true", "\"max_tokens\":80", "\"seed\":11");
        String text = content(whole);
        String stop = textAcrossTokens(whole);
        // When
        JsonNode cut = answer(
                "\"ignore_eos\":true", "\"max_tokens\":80", "\"seed\":11", "\"stop\":[%s]".formatted(quoted(stop)));
        String streamed = streamedText(
                "\"ignore_eos\":true",
                "\"max_tokens\":80",
                "\"seed\":11",
                "\"stream\":true",
                "\"stop\":%s".formatted(quoted(stop)));
        // Then
        assertThat(content(cut)).isEqualTo(text.substring(0, text.indexOf(stop)));
        assertThat(cut.path("choices").path(0).path("finish_reason").asText()).isEqualTo("stop");
        assertThat(cut.path("usage").path("completion_tokens").asInt()).isLessThan(80);
        assertThat(streamed).isEqualTo(content(cut));
    }

    private static String textAcrossTokens(JsonNode answer) {
        String before = "";
        for (JsonNode token : answer.path("choices").path(0).path("logprobs").path("content")) {
            String text = token.path("token").asText();
            if (plain(before) && plain(text)) {
                return before.substring(before.length() - 1) + text.charAt(0);
            }
            before = text;
        }
        throw new AssertionError("no two neighbouring tokens of plain text; choose another seed");
    }

    private static boolean plain(String text) {
        return !text.isEmpty() && !text.startsWith("<|") && text.chars().allMatch(c -> c > ' ' && c < 127);
    }

    private static String streamedText(String... more) {
        StringBuilder text = new StringBuilder();
        for (String event : events(post(request(more)).asString())) {
            if (!event.equals("[DONE]")) {
                text.append(json(event)
                        .path("choices")
                        .path(0)
                        .path("delta")
                        .path("content")
                        .asText());
            }
        }
        return text.toString();
    }

    private static String quoted(String text) {
        return Service.JSON.getNodeFactory().textNode(text).toString();
    }

    @Test
    void reportsLogprobsOfTheTextAndNothingBeyondIt() {
        // When
        JsonNode answer = answer("\"logprobs\":true", "\"top_logprobs\":3", "\"temperature\":0", "\"ignore_eos\":true");
        // Then
        JsonNode content = answer.path("choices").path(0).path("logprobs").path("content");
        assertThat(content).hasSize(24);
        for (JsonNode token : content) {
            assertThat(token.path("logprob").asDouble()).isNegative();
            assertThat(token.path("top_logprobs")).hasSize(3);
            assertThat(token.path("bytes").isArray()).isTrue();
            // Greedy: the token is the most likely one.
            assertThat(token.path("top_logprobs").path(0).path("token")).isEqualTo(token.path("token"));
        }
    }

    @Test
    void givesEachChoiceNumbersOfItsOwn() {
        // When
        JsonNode answer = answer("\"n\":3", "\"ignore_eos\":true");
        // Then
        Set<String> texts = new HashSet<>();
        Set<Integer> indices = new HashSet<>();
        for (JsonNode choice : answer.path("choices")) {
            texts.add(choice.path("message").path("content").asText());
            indices.add(choice.path("index").asInt());
        }
        assertThat(texts).hasSize(3);
        assertThat(indices).containsExactlyInAnyOrder(0, 1, 2);
        assertThat(answer.path("usage").path("completion_tokens").asInt()).isEqualTo(72);
        assertThat(answer.path("usage").path("prompt_tokens").asInt()).isEqualTo(promptTokens());
    }

    @Test
    void honoursTheEndMarkAndTheParametersAboutIt() {
        // Given a bias that makes the end mark (id 2) certain
        String bias = "\"logit_bias\":{\"2\":100}";
        // When
        JsonNode ended = answer(bias);
        JsonNode later = answer(bias, "\"min_tokens\":5");
        JsonNode never = answer(bias, "\"ignore_eos\":true");
        // Then
        assertThat(content(ended)).isEmpty();
        assertThat(ended.path("choices").path(0).path("finish_reason").asText()).isEqualTo("stop");
        assertThat(ended.path("usage").path("completion_tokens").asInt()).isEqualTo(1);
        assertThat(later.path("usage").path("completion_tokens").asInt()).isEqualTo(6);
        assertThat(never.path("choices").path(0).path("finish_reason").asText()).isEqualTo("length");
        assertThat(never.path("usage").path("completion_tokens").asInt()).isEqualTo(24);
    }

    @Test
    void letsEachSamplingParameterChangeTheAnswer() {
        String drawn = text("\"ignore_eos\":true");
        String greedy = text("\"ignore_eos\":true", "\"temperature\":0");
        assertThat(text("\"ignore_eos\":true")).isEqualTo(drawn);
        assertThat(drawn).isNotEqualTo(greedy);
        assertThat(text("\"ignore_eos\":true", "\"seed\":8")).isNotEqualTo(drawn);
        assertThat(text("\"ignore_eos\":true", "\"temperature\":0.3")).isNotEqualTo(drawn);
        assertThat(text("\"ignore_eos\":true", "\"top_p\":0")).isEqualTo(greedy);
        assertThat(text("\"ignore_eos\":true", "\"top_k\":1")).isEqualTo(greedy);
        assertThat(text("\"ignore_eos\":true", "\"top_k\":-1")).isEqualTo(drawn);
        assertThat(text("\"ignore_eos\":true", "\"min_p\":1")).isEqualTo(greedy);
        assertThat(text("\"ignore_eos\":true", "\"temperature\":0", "\"presence_penalty\":2"))
                .isNotEqualTo(greedy);
        assertThat(text("\"ignore_eos\":true", "\"temperature\":0", "\"frequency_penalty\":2"))
                .isNotEqualTo(greedy);
        assertThat(text("\"ignore_eos\":true", "\"temperature\":0", "\"repetition_penalty\":2"))
                .isNotEqualTo(greedy);
        assertThat(text("\"ignore_eos\":true", "\"logit_bias\":{\"68\":100}")).matches("(.)\\1{23}");
        assertThat(text("\"ignore_eos\":true", "\"logit_bias\":{\"68\":100}", "\"stop_token_ids\":[68]"))
                .isEmpty();
        assertThat(text("\"ignore_eos\":true", "\"max_completion_tokens\":24")).isEqualTo(drawn);
    }

    @Test
    void takesHarmlessParametersAndStaysWithItsAnswer() {
        // When
        String plain = text();
        String decorated = text(
                "\"user\":\"u-1\"",
                "\"metadata\":{\"team\":\"a\"}",
                "\"store\":false",
                "\"tools\":null",
                "\"tool_choice\":\"none\"",
                "\"response_format\":{\"type\":\"text\"}",
                "\"modalities\":[\"text\"]",
                "\"service_tier\":\"auto\"",
                "\"n\":1");
        // Then
        assertThat(decorated).isEqualTo(plain);
    }

    @Test
    void readsTextPartsAndTheDevelopersRole() {
        // Given
        ObjectNode plain = request();
        ObjectNode parts = request();
        plain.set(
                "messages",
                list("[{\"role\":\"system\",\"content\":\"Be brief\"},{\"role\":\"user\",\"content\":\"Hi\"}]"));
        parts.set(
                "messages",
                list(
                        "[{\"role\":\"developer\",\"content\":\"Be brief\"},{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"H\"},{\"type\":\"text\",\"text\":\"i\"}]}]"));
        // When
        String first = content(json(post(plain).asString()));
        String second = content(json(post(parts).asString()));
        // Then
        assertThat(second).isEqualTo(first);
    }

    private static JsonNode list(String text) {
        return json("{\"list\":" + text + "}").path("list");
    }

    @Test
    void refusesWhatDoesNotFitInTheContext() {
        post(request("\"max_completion_tokens\":24", "\"min_tokens\":0").put("max_tokens", 24))
                .then()
                .statusCode(200);
        // When
        Response tooMany = post(json(
                "{\"model\":\"parlance\",\"max_tokens\":1000,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"));
        Response tooLong = post(json("{\"model\":\"parlance\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
                .formatted("word ".repeat(1_000_000))));
        // Then
        for (Response response : List.of(tooMany, tooLong)) {
            response.then()
                    .statusCode(400)
                    .body("error.code", equalTo("context_length_exceeded"))
                    .body("error.param", equalTo("messages"))
                    .body("error.type", equalTo("invalid_request_error"));
        }
    }

    @Test
    void namesWhatExistsWhenAModelDoesNot() {
        // When
        Response response = post(request().put("model", "ft:tiny:x:y:z"));
        // Then
        response.then()
                .statusCode(404)
                .body("error.code", equalTo("model_not_found"))
                .body("error.param", equalTo("model"));
        assertThat(response.jsonPath().getString("error.message")).contains("ft:tiny:x:y:z", "parlance", "tiny-base");
    }

    @Test
    void refusesMalformedBodiesWithTheirPlace() {
        // Given
        byte[] invalidUtf8 = "{\"model\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);
        // When
        Response cut = given().body("{\"model\":\"parlance\",\n\"messages\": [").post("/v1/chat/completions");
        Response twice = given().body("{\"model\":\"a\",\"model\":\"b\"}").post("/v1/chat/completions");
        Response more = given().body("{} {}").post("/v1/chat/completions");
        Response empty = given().post("/v1/chat/completions");
        Response broken = given().contentType("application/octet-stream")
                .body(invalidUtf8)
                .post("/v1/chat/completions");
        Response deep = given().body("[".repeat(100_000)).post("/v1/chat/completions");
        // Then
        for (Response response : List.of(cut, twice, more, empty, broken, deep)) {
            response.then().statusCode(400);
            assertThat(json(response.asString()).path("error").fieldNames())
                    .toIterable()
                    .containsExactly("message", "type", "param", "code");
        }
        assertThat(cut.jsonPath().getString("error.message")).contains("line 2");
        assertThat(twice.jsonPath().getString("error.message")).contains("model");
    }

    @Test
    void refusesABodyThatIsTooLargeForAnyModel() {
        // When
        Response response = given().body("{\"model\":\"%s\"}".formatted("x".repeat(9 << 20)))
                .post("/v1/chat/completions");
        // Then
        response.then().statusCode(413).body("error.code", equalTo("body_too_large"));
    }

    @Test
    void answersUnknownPathsAndMethodsInTheSameShape() {
        given().post("/v1/completions").then().statusCode(404).body("error.code", equalTo("not_found"));
        given().get("/v1/chat/completions")
                .then()
                .statusCode(405)
                .header("allow", "POST")
                .body("error.code", equalTo("method_not_allowed"));
    }

    @Test
    void keepsTheClientsRequestId() {
        given().header("x-request-id", "trace-42")
                .get("/v1/models")
                .then()
                .statusCode(200)
                .header("x-request-id", "trace-42");
    }

    @Test
    void sends429WithRetryAfterWhenTheQueueIsFull() throws InterruptedException {
        // Given more answers than 4 slots and a queue of 32 hold
        List<Response> responses = new ArrayList<>();
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            clients.add(Thread.ofVirtual().start(() -> {
                Response response = post(request("\"n\":8", "\"ignore_eos\":true", "\"max_tokens\":200"));
                synchronized (responses) {
                    responses.add(response);
                }
            }));
        }
        // When
        for (Thread client : clients) {
            client.join();
        }
        // Then
        assertThat(responses)
                .extracting(Response::statusCode)
                .contains(200, 429)
                .doesNotContain(500, 503);
        assertThat(responses)
                .filteredOn(response -> response.statusCode() == 429)
                .allSatisfy(response -> {
                    assertThat(response.header("retry-after")).isEqualTo("1");
                    assertThat(response.jsonPath().getString("error.code")).isEqualTo("rate_limit_exceeded");
                });
    }

    @Test
    void stopsDecodingWhenTheClientGoesAway() throws IOException {
        // Given
        double before = metric("parlance_inference_clients_gone_total");
        byte[] body = request("\"stream\":true", "\"ignore_eos\":true", "\"n\":8")
                .put("max_tokens", 220)
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        // When clients ask for much and leave at once, several times: one alone could be answered in full before it is
        // missed
        for (int i = 0; i < 5; i++) {
            try (Socket socket = new Socket("localhost", RestAssured.port)) {
                socket.getOutputStream()
                        .write(
                                ("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                                                .formatted(body.length))
                                        .getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().write(body);
                socket.getOutputStream().flush();
            }
        }
        // Then
        Service.await("/q/metrics", response -> value(response, "parlance_inference_clients_gone_total") > before);
        Service.await("/q/metrics", response -> value(response, "parlance_inference_requests_running") == 0);
    }

    private static double metric(String name) {
        return value(given().get("/q/metrics"), name);
    }

    private static double value(Response metrics, String name) {
        return metrics.asString()
                .lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    @Test
    void countsWhatItDoes() {
        // Given
        text();
        // When
        String metrics = given().get("/q/metrics").asString();
        // Then
        assertThat(metrics)
                .contains(
                        "parlance_inference_answers_total",
                        "parlance_inference_tokens_total",
                        "gen_ai_server_time_to_first_token_seconds_bucket",
                        "gen_ai_server_request_duration_seconds_count");
        assertThat(given().get("/metrics").asString())
                .contains(
                        "vllm:num_requests_running 0.0",
                        "vllm:generation_tokens_total{model_name=\"tiny-base\"}",
                        "vllm:time_to_first_token_seconds_bucket{model_name=\"tiny-base\",le=\"+Inf\"}");
    }
}
