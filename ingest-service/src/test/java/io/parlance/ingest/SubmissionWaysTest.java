package io.parlance.ingest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.github.luben.zstd.Zstd;
import io.parlance.broker.BrokerTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.DecoderConfig;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ways of POST /v1/conversations other than plain OpenAI chat: formats, parameters, compression. */
@QuarkusTest
@WithTestResource(BrokerTestResource.class)
class SubmissionWaysTest {
    private static final String ALPACA = "{\"instruction\":\"Add\",\"input\":\"1+1\",\"output\":\"2\"}\n";
    private static final RestAssuredConfig AS_IT_IS = RestAssuredConfig.config()
            .encoderConfig(EncoderConfig.encoderConfig()
                    .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                    .encodeContentTypeAs("application/x-ndjson", ContentType.BINARY))
            .decoderConfig(DecoderConfig.decoderConfig().noContentDecoders());

    @Test
    void findsTheFormatAndSaysIt() {
        given().contentType("application/x-ndjson")
                .body((ALPACA + "{\"prompt\":\"a\",\"completion\":\"b\"}\n").getBytes(StandardCharsets.UTF_8))
                .post("/v1/conversations?dataset=sums&subject=ada")
                .then()
                .statusCode(202)
                .body("format", equalTo("alpaca"), "accepted", equalTo(1), "rejected", equalTo(1))
                .body("rejections[0].line", equalTo(2))
                .body("rejections[0].violations[0].rule", containsString("line 1 is alpaca (instruction)"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "formatt=alpaca, formatt, is no parameter",
                "format=latex, format, 'latex' is not known",
                "format=alpaca&format=csv, format, given 2 times",
                "dataset=a%20b, dataset, expected up to 64 letters",
                "dataset=file-1, dataset, not with file-",
                "dataset=, dataset, is empty",
            })
    void refusesParametersByName(String query, String param, String message) {
        given().urlEncodingEnabled(false)
                .contentType("application/x-ndjson")
                .body(ALPACA.getBytes(StandardCharsets.UTF_8))
                .post("/v1/conversations?" + query)
                .then()
                .statusCode(400)
                .body("error.param", equalTo(param))
                .body("error.message", containsString(message));
    }

    @Test
    void tellsTheIdsUnderWhichTheLedgerAnswers() {
        // Given
        String body =
                "{\"id\":\"told-1\",\"prompt\":\"a\",\"completion\":\"b\"}\n{\"prompt\":\"c\",\"completion\":\"\"}\n";
        // When
        List<String> rejections = Stream.of("try-1", "try-2")
                .map(request -> given().contentType("application/x-ndjson")
                        .header("x-request-id", request)
                        .header("idempotency-key", "told")
                        .body(body.getBytes(StandardCharsets.UTF_8))
                        .post("/v1/conversations")
                        .then()
                        .statusCode(202)
                        .body("conversations", contains("told-1"), "conversations_not_listed", equalTo(0))
                        .extract()
                        .<String>path("rejections[0].rejection_id"))
                .toList();
        // Then
        assertThat(rejections.getFirst()).startsWith("rej-").isEqualTo(rejections.getLast());
    }

    @ParameterizedTest
    @CsvSource({"text/csv;header=absent, 400, content-type", "application/xml, 415, content-type"})
    void refusesContentTypesThatItDoesNotHeed(String contentType, int status, String param) {
        given().config(RestAssuredConfig.config()
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)))
                .header("content-type", contentType)
                .body("prompt,completion\nHi,Hello\n".getBytes(StandardCharsets.UTF_8))
                .post("/v1/conversations")
                .then()
                .statusCode(status)
                .body("error.param", equalTo(param));
    }

    @Test
    void countsWhatStandsTwiceOnALineTwice() {
        List<String> rejections = given().contentType("application/json")
                .body("[{\"bad\":1},{\"bad\":1},{\"bad\":1}]".getBytes(StandardCharsets.UTF_8))
                .post("/v1/conversations")
                .then()
                .statusCode(400)
                .extract()
                .path("receipt.rejections.rejection_id");
        assertThat(rejections).hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void readsTablesAndPages() throws IOException {
        given().contentType("text/csv")
                .body("q,a\nHi,Hello\n".getBytes(StandardCharsets.UTF_8))
                .post("/v1/conversations?columns=prompt:q,completion:a")
                .then()
                .statusCode(202)
                .body("format", equalTo("csv"), "accepted", equalTo(1));
        given().contentType("text/html")
                .body("<title>Tea</title><h1>Leaf</h1><p>Green.".getBytes(StandardCharsets.UTF_8))
                .post("/v1/conversations")
                .then()
                .statusCode(202)
                .body("format", equalTo("html"), "accepted", equalTo(1));
        try (InputStream parquet = getClass().getResourceAsStream("/parquet/chat-snappy.parquet")) {
            given().contentType("application/vnd.apache.parquet")
                    .body(parquet.readAllBytes())
                    .post("/v1/conversations")
                    .then()
                    .statusCode(202)
                    .body("format", equalTo("parquet"), "accepted", equalTo(2), "rejected", equalTo(1));
        }
    }

    @Test
    void saysWhichParameterTheFormatHasNoUseFor() {
        given().contentType("application/x-ndjson")
                .body(ALPACA.getBytes(StandardCharsets.UTF_8))
                .post("/v1/conversations?columns=prompt:q,completion:a")
                .then()
                .statusCode(400)
                .body("error.param", equalTo("columns"));
        given().contentType("text/csv")
                .body("q,a\nHi,Hello\n".getBytes(StandardCharsets.UTF_8))
                .post("/v1/conversations")
                .then()
                .statusCode(400)
                .body("error.param", equalTo("columns"))
                .body("error.message", containsString("give no field to column 'q'"));
        given().contentType("application/octet-stream")
                .body("what is this?".getBytes(StandardCharsets.UTF_8))
                .post("/v1/conversations")
                .then()
                .statusCode(400)
                .body("error.param", equalTo("format"));
    }

    @Test
    void readsGzipAndZstd() throws IOException {
        byte[] body = ALPACA.repeat(500).getBytes(StandardCharsets.UTF_8);
        sent("gzip", gzip(body)).statusCode(202).body("accepted", equalTo(500));
        sent("zstd", Zstd.compress(body)).statusCode(202).body("accepted", equalTo(500));
    }

    @Test
    void namesWhatIsWrongWithACompressedBody() throws IOException {
        byte[] packed = gzip(noise());
        sent("gzip", Arrays.copyOf(packed, packed.length - 20))
                .statusCode(400)
                .body("error.param", equalTo("content-encoding"))
                .body("error.code", equalTo("corrupt_body"))
                .body("error.message", containsString("the gzip stream cannot be unpacked behind"));
        byte[] zstd = Zstd.compress(noise());
        sent("zstd", Arrays.copyOf(zstd, zstd.length / 2))
                .statusCode(400)
                .body("error.message", containsString("the zstd stream cannot be unpacked behind"));
        sent("gzip", ALPACA.getBytes(StandardCharsets.UTF_8))
                .statusCode(400)
                .body("error.code", equalTo("corrupt_body"));
        sent("br", packed).statusCode(415).body("error.message", containsString("'br' is not read"));
    }

    private static io.restassured.response.ValidatableResponse sent(String coding, byte[] body) {
        return given().config(AS_IT_IS)
                .contentType("application/x-ndjson")
                .header("content-encoding", coding)
                .body(body)
                .post("/v1/conversations")
                .then();
    }

    /** Lines that do not shrink, so that cutting the end cuts content. */
    private static byte[] noise() {
        Random random = new Random(3);
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 2_000; i++) {
            lines.append(
                    "{\"prompt\":\"p%d\",\"completion\":\"%s\"}\n".formatted(i, Long.toHexString(random.nextLong())));
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }
}
