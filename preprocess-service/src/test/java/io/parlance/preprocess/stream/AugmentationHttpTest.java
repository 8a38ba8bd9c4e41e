package io.parlance.preprocess.stream;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.parlance.broker.BrokerTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;

/** Augmentation's addresses in the world of {@link PreprocessServiceTest}, where no method is on. */
@QuarkusTest
@WithTestResource(BrokerTestResource.class)
@TestProfile(PreprocessServiceTest.OwnFolders.class)
class AugmentationHttpTest {
    @Test
    void tellsThatAugmentationIsOff() {
        given().get("/v1/augmentations")
                .then()
                .statusCode(200)
                .body("object", equalTo("augmentations"))
                .body("state", equalTo("off"))
                .body("missing", nullValue())
                .body("turns", equalTo("user"))
                .body("methods", hasSize(0));
    }

    @Test
    void showsWhatAMethodMakesOfAConversation() {
        preview("""
                        {"method": "word-swap", "conversation": {"messages": [
                          {"role": "user", "content": "could you please bring me a large coffee"},
                          {"role": "assistant", "content": "yes of course I can"}]}}""")
                .statusCode(200)
                .body("method", equalTo("word-swap@1"))
                .body("parameters", equalTo("share=0.1"))
                .body("outcome", equalTo("passes"))
                .body("why", nullValue())
                .body("similarity", greaterThan(0.7f))
                .body("turns", hasSize(1))
                .body("turns[0].index", equalTo(0))
                .body("turns[0].before", equalTo("could you please bring me a large coffee"))
                .body("turns[0].after", not(equalTo("could you please bring me a large coffee")))
                .body("turns[0].via", nullValue());
    }

    @Test
    void saysWhyATextDoesNotPass() {
        preview("{\"method\": \"word-deletion\", \"text\": \"thank you\"}")
                .statusCode(200)
                .body("outcome", equalTo("refused_identical"))
                .body("why", equalTo("nothing but signs and cases has changed"));
    }

    @Test
    void refusesByNameWhatItCannotHonour() {
        preview("{\"text\": \"a\"}").statusCode(400).body("error.param", equalTo("method"));
        preview("{\"method\": \"word-play\", \"text\": \"a\"}")
                .statusCode(400)
                .body("error.param", equalTo("method"))
                .body("error.message", containsString("back-translation, synonyms, word-deletion, word-swap"));
        preview("{\"method\": \"word-swap\", \"texts\": \"a\"}").statusCode(400).body("error.param", equalTo("texts"));
        preview("{\"method\": \"word-swap\"}").statusCode(400).body("error.param", equalTo("conversation"));
        preview("{\"method\": \"word-swap\", \"text\": \" \"}").statusCode(400).body("error.param", equalTo("text"));
        preview("{\"method\": \"word-swap\", \"conversation\": {\"messages\": []}}")
                .statusCode(400)
                .body("error.message", containsString("messages"));
        preview("[]").statusCode(400).body("error.message", containsString("no JSON object"));
        preview("{").statusCode(400).body("error.message", containsString("no JSON"));
        given().get("/v1/augmentations?all=yes").then().statusCode(400).body("error.param", equalTo("all"));
    }

    private static ValidatableResponse preview(String body) {
        return given().contentType("application/json")
                .body(body)
                .post("/v1/augmentations/preview")
                .then();
    }
}
