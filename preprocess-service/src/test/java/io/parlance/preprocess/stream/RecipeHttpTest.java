package io.parlance.preprocess.stream;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.nullValue;

import io.parlance.broker.BrokerTestResource;
import io.parlance.preprocess.recipe.Recipe;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import org.junit.jupiter.api.Test;

/** Recipes over HTTP, in the world of {@link PreprocessServiceTest}. */
@QuarkusTest
@WithTestResource(BrokerTestResource.class)
@TestProfile(PreprocessServiceTest.OwnFolders.class)
class RecipeHttpTest {
    private static final String CONVERSATION =
            "{\"id\":\"c1\",\"messages\":[{\"role\":\"user\",\"content\":\"I am <b>jo@example.org</b>\"},{\"role\":\"assistant\",\"content\":\"Thanks.\"}]}";

    @Test
    void showsTheRecipeInUse() {
        given().get("/v1/recipes")
                .then()
                .statusCode(200)
                .body("object", equalTo("recipe"))
                .body("sha256", equalTo(Recipe.standard().sha256()))
                .body("operations.operation", hasItems("strip-html@2", "redact@2", "near-duplicates@2"))
                .body("operations.find { it.operation == 'unicode@1' }.parameters.form", equalTo("NFC"))
                .body("yaml", equalTo(Recipe.standard().yaml()));
        given().get("/v1/recipes?id=1").then().statusCode(400).body("error.param", equalTo("id"));
    }

    @Test
    void showsWhatTheRecipeInUseDoesToASample() {
        given().contentType(ContentType.JSON)
                .body("{\"conversations\":[" + CONVERSATION + "]}")
                .post("/v1/recipes/preview")
                .then()
                .statusCode(200)
                .body("recipe_sha256", equalTo(Recipe.standard().sha256()))
                .body("operations.find { it.operation == 'redact@2' }.changed", equalTo(1))
                .body("operations.find { it.operation == 'redact@2' }.sample.before", equalTo("I am jo@example.org"))
                .body("operations.find { it.operation == 'redact@2' }.sample.after", equalTo("I am [EMAIL]"))
                .body("operations.find { it.operation == 'controls@1' }.sample", nullValue())
                .body("not_judged", empty())
                .body("conversations[0].outcome", equalTo("kept"))
                .body("conversations[0].changes.operation", contains("strip-html@2", "redact@2"))
                .body("conversations[0].conversation.messages[0].content", equalTo("I am [EMAIL]"));
    }

    @Test
    void findsTheDuplicatesOfASample() {
        String nearly = CONVERSATION
                .replace("\"c1\"", "\"c3\"")
                .replace("Thanks.", "Thanks a lot for all this, it has helped me.");
        given().contentType(ContentType.JSON)
                .body(
                        "{\"recipe\":\"operations: [exact-duplicates, near-duplicates: {threshold: 0.5}, semantic-duplicates]\",\"conversations\":[%s,%s,%s,%s]}"
                                .formatted(
                                        CONVERSATION,
                                        CONVERSATION.replace("\"c1\"", "\"c2\""),
                                        nearly,
                                        nearly.replace("c3", "c4").replace("helped", "served")))
                .post("/v1/recipes/preview")
                .then()
                .statusCode(200)
                .body("operations.in", contains(4, 3))
                .body("operations.dropped", contains(1, 1))
                .body("not_judged.operation", contains("semantic-duplicates@1"))
                .body("conversations.outcome", contains("kept", "dropped", "kept", "dropped"))
                .body("conversations[1].reason", equalTo("exact_duplicate"))
                .body("conversations[3].reason", equalTo("near_duplicate"))
                .body("conversations[3].twin.conversation", equalTo(2));
    }

    @Test
    void triesAnotherRecipeAndSaysWhatIsWrongWithIt() {
        given().contentType(ContentType.JSON)
                .body("{\"recipe\":\"operations: [length: {min-words: 9}]\",\"conversations\":[" + CONVERSATION + "]}")
                .post("/v1/recipes/preview")
                .then()
                .statusCode(200)
                .body("conversations[0].outcome", equalTo("dropped"))
                .body("conversations[0].reason", equalTo("length"))
                .body("conversations[0].operation", equalTo("length@1"));
        given().contentType(ContentType.JSON)
                .body("{\"recipe\":\"operations:\\n- lenght\",\"conversations\":[" + CONVERSATION + "]}")
                .post("/v1/recipes/preview")
                .then()
                .statusCode(400)
                .body("error.param", equalTo("recipe"))
                .body("error.message", containsString("recipe, line 2: unknown operation 'lenght'"))
                .body("line", equalTo(2));
        given().contentType(ContentType.JSON)
                .body("{\"conversations\":[{\"messages\":[{\"role\":\"user\"}]}]}")
                .post("/v1/recipes/preview")
                .then()
                .statusCode(400)
                .body("error.param", containsString("conversations[0].messages"));
    }
}
