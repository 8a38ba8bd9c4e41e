package io.parlance.preprocess.cookbook;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.DropReason;
import io.parlance.preprocess.duplicates.Resemblance;
import io.parlance.preprocess.recipe.DuplicateRules;
import io.parlance.preprocess.recipe.Preview;
import io.parlance.preprocess.recipe.Recipe;
import io.parlance.preprocess.recipe.RecipeOutcome;
import java.util.List;
import java.util.Optional;

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
        SampleDuplicates duplicates = new SampleDuplicates(recipe, preview.outcomes());
        ObjectNode json =
                JSON.createObjectNode().put("object", "recipe.preview").put("recipe_sha256", recipe.sha256());
        ArrayNode operations = json.putArray("operations");
        preview.operations().forEach(counts -> operations.add(of(counts)));
        ArrayNode unjudged = JSON.createArrayNode();
        int in = duplicates.compared();
        for (Recipe.Listed listed : recipe.listed()
                .subList(preview.operations().size(), recipe.listed().size())) {
            Optional<Resemblance.Kind> kind = kind(listed);
            if (kind.isEmpty()) {
                unjudged.add(of(listed));
            } else {
                int dropped = duplicates.dropped(kind.get());
                operations.add(
                        of(new Preview.Counts(listed.name(), listed.parameters(), in, in - dropped, 0, dropped, null)));
                in -= dropped;
            }
        }
        json.set("not_judged", unjudged);
        ArrayNode conversations = json.putArray("conversations");
        for (int i = 0; i < sample.size(); i++) {
            ObjectNode outcome = of(sample.get(i).id(), preview.outcomes().get(i));
            duplicates.of(i).ifPresent(twin -> addTwin(outcome, twin));
            conversations.add(outcome);
        }
        return json;
    }

    /** What a sample can be judged by; meaning needs embeddings. */
    private static Optional<Resemblance.Kind> kind(Recipe.Listed listed) {
        return switch (listed.name()) {
            case DuplicateRules.EXACT -> Optional.of(Resemblance.Kind.EXACT);
            case DuplicateRules.NEAR -> Optional.of(Resemblance.Kind.NEAR);
            default -> Optional.empty();
        };
    }

    private static void addTwin(ObjectNode outcome, SampleDuplicates.Twin twin) {
        outcome.putObject("twin").put("conversation", twin.conversation()).put("similarity", twin.similarity());
        if (twin.dropped()) {
            boolean exact = twin.kind() == Resemblance.Kind.EXACT;
            DropReason reason = exact ? DropReason.EXACT_DUPLICATE : DropReason.NEAR_DUPLICATE;
            outcome.put("outcome", "dropped").put("operation", exact ? DuplicateRules.EXACT : DuplicateRules.NEAR);
            outcome.set("reason", JSON.valueToTree(reason));
            outcome.put("detail", "resembles conversations[%d] of this sample".formatted(twin.conversation()));
            outcome.remove(List.of("conversation", "language"));
        }
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
