package io.parlance.ingest.page;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.parlance.broker.BrokerTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(BrokerTestResource.class)
class PageResourceTest {

    @Test
    void isOffUnlessHostsAreSet() {
        given().contentType(ContentType.JSON)
                .body("{\"url\":\"https://a.example/\"}")
                .post("/v1/pages")
                .then()
                .statusCode(403)
                .body("error.message", containsString("parlance.ingest.pages.hosts"))
                .body("error.code", equalTo("pages_off"), "error.param", equalTo("url"));
    }

    @Test
    void refusesWhatItWouldNotLookAt() {
        given().contentType(ContentType.JSON)
                .body("{\"url\":\"https://a.example/\"}")
                .post("/v1/pages?depth=2")
                .then()
                .statusCode(400)
                .body("error.param", equalTo("depth"));
        given().contentType(ContentType.JSON)
                .header("content-encoding", "gzip")
                .body("{\"url\":\"https://a.example/\"}")
                .post("/v1/pages")
                .then()
                .statusCode(415)
                .body("error.param", equalTo("content-encoding"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | url",
                "{\"url\":\"http://a\",\"depth\":2} | depth",
                "{\"url\":\"http://a\",\"dataset\":\"file-1\"} | dataset",
                "{\"url\":7} | url",
                "[] | body",
                "{ | body",
                "{\"url\":\"http://a\"}{} | body",
                "{\"url\":\"http://a\",\"url\":\"http://b\"} | body",
            })
    void namesTheFieldThatItRefuses(String body, String param) {
        given().contentType(ContentType.JSON)
                .body(body)
                .post("/v1/pages")
                .then()
                .statusCode(400)
                .body("error.param", equalTo(param));
    }
}
