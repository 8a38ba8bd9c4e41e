package io.parlance.preprocess.cookbook;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parlance.contracts.ConversationSubmitted;
import io.parlance.preprocess.recipe.Preview;
import io.parlance.preprocess.recipe.Recipe;
import io.parlance.preprocess.recipe.RecipeOutcome;
import java.util.List;

/** Recipes and previews as JSON. */
final class RecipeJson {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private RecipeJson() {}

    static ObjectNode of(Recipe recipe) {
        ObjectNode json = JSON.createObjectNode().put("object", "recipe").put("sha256", recipe.sha256());
        ArrayNode operations = json.putArray("operations");
        recipe.listed().forEach(listed -> operations.add(of(listed)));
        return json.put("yaml", recipe.yaml());
    }

    static ObjectNode of(Recipe recipe, List<ConversationSubmitted> sample, Preview preview) {
        ObjectNode json =
                JSON.createObjectNode().put("object", "recipe.preview").put("recipe_sha256", recipe.sha256());
        ArrayNode operations = json.putArray("operations");
        preview.operations().forEach(counts -> operations.add(of(counts)));
        ArrayNode unjudged = json.putArray("judged_by_dataset");
        recipe.listed().stream().skip(preview.operations().size()).forEach(listed -> unjudged.add(of(listed)));
        ArrayNode conversations = json.putArray("conversations");
        for (int i = 0; i < sample.size(); i++) {
            conversations.add(of(sample.get(i).id(), preview.outcomes().get(i)));
        }
        return json;
    }

    private static ObjectNode of(Recipe.Listed listed) {
        ObjectNode json = JSON.createObjectNode().put("operation", listed.name());
        json.set("parameters", JSON.valueToTree(listed.parameters()));
        return json;
    }

    private static ObjectNode of(Preview.Counts counts) {
        ObjectNode json = of(new Recipe.Listed(counts.operation(), counts.parameters()))
                .put("in", counts.in())
                .put("out", counts.out())
                .put("changed", counts.changed())
                .put("dropped", counts.dropped());
        json.set("sample", JSON.valueToTree(counts.example()));
        return json;
    }

    private static ObjectNode of(String id, RecipeOutcome outcome) {
        ObjectNode json = JSON.createObjectNode().put("id", id);
        switch (outcome) {
            case RecipeOutcome.Kept kept -> {
                json.put("outcome", "kept").put("language", kept.language());
                json.set("changes", JSON.valueToTree(kept.changes()));
                json.set("conversation", JSON.valueToTree(kept.conversation()));
            }
            case RecipeOutcome.Dropped dropped -> {
                json.put("outcome", "dropped").put("operation", dropped.operation());
                json.set("reason", JSON.valueToTree(dropped.reason()));
                json.put("detail", dropped.detail());
                json.set("changes", JSON.valueToTree(dropped.changes()));
            }
        }
        return json;
    }
}
