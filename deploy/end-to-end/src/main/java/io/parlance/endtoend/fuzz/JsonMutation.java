package io.parlance.endtoend.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Breaks a JSON value at one to three places of its tree: it stays JSON, and says something else. */
final class JsonMutation {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<String> NAMES = List.of(
            "messages",
            "role",
            "content",
            "id",
            "dataset",
            "weight",
            "tools",
            "metadata",
            "label",
            "",
            "mesages",
            "__proto__",
            "conversations",
            "prompt",
            "input",
            "instruction",
            "chosen",
            "from",
            "\u0000",
            "source",
            "parent");

    private JsonMutation() {}

    static String of(String json, SplittableRandom random) {
        try {
            JsonNode root = JSON.readTree(json);
            for (int i = 1 + random.nextInt(3); i > 0; i--) root = mutated(root, random);
            return JSON.writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a sample is no JSON: " + json, e);
        }
    }

    private static JsonNode mutated(JsonNode root, SplittableRandom random) {
        var containers = new ArrayList<JsonNode>();
        collect(root, containers);
        if (containers.isEmpty()) return any(random, 0);
        JsonNode at = containers.get(random.nextInt(containers.size()));
        if (at instanceof ObjectNode object) change(object, random);
        else change((ArrayNode) at, random);
        return random.nextInt(40) == 0 ? NODES.arrayNode().add(root) : root;
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (!node.isContainerNode()) return;
        containers.add(node);
        node.forEach(child -> collect(child, containers));
    }

    private static void change(ObjectNode object, SplittableRandom random) {
        List<String> fields = new ArrayList<>();
        object.fieldNames().forEachRemaining(fields::add);
        String field = fields.isEmpty() ? name(random) : fields.get(random.nextInt(fields.size()));
        switch (random.nextInt(4)) {
            case 0 -> object.remove(field);
            case 1 -> object.set(name(random), any(random, 0));
            case 2 -> {
                JsonNode moved = object.remove(field);
                if (moved != null) object.set(name(random), moved);
            }
            default -> object.set(field, any(random, 0));
        }
    }

    private static void change(ArrayNode array, SplittableRandom random) {
        int at = array.isEmpty() ? 0 : random.nextInt(array.size());
        switch (random.nextInt(4)) {
            case 0 -> array.removeAll();
            case 1 -> array.insert(at, any(random, 0));
            case 2 -> {
                for (int i = random.nextInt(5); i > 0 && !array.isEmpty(); i--)
                    array.add(array.get(at).deepCopy());
            }
            default -> {
                if (!array.isEmpty()) array.set(at, any(random, 0));
            }
        }
    }

    private static String name(SplittableRandom random) {
        return NAMES.get(random.nextInt(NAMES.size()));
    }

    private static JsonNode any(SplittableRandom random, int depth) {
        return switch (random.nextInt(16)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextBoolean());
            case 2 -> NODES.numberNode(random.nextLong());
            case 3 -> NODES.numberNode(new java.math.BigDecimal("1e400"));
            case 4 -> NODES.numberNode(-0.5);
            case 5 -> NODES.textNode("");
            case 6 -> NODES.textNode(" \t\u00a0\u200b ");
            case 7 -> NODES.textNode("x".repeat(random.nextInt(3_000)));
            case 8 -> NODES.textNode(Texts.odd(random));
            case 9 ->
                NODES.textNode(List.of("user", "assistant", "system", "tool", "robot", "live", "human", "gpt")
                        .get(random.nextInt(8)));
            case 10 -> depth > 3 ? NODES.arrayNode() : NODES.arrayNode().add(any(random, depth + 1));
            case 11 -> depth > 3 ? NODES.objectNode() : NODES.objectNode().set(name(random), any(random, depth + 1));
            case 12 -> nested(random.nextInt(120));
            case 13 -> NODES.numberNode(random.nextInt(3));
            case 14 -> NODES.objectNode().put("role", "user").put("content", Texts.odd(random));
            default -> NODES.textNode(Texts.odd(random) + Texts.odd(random));
        };
    }

    private static JsonNode nested(int levels) {
        JsonNode node = NODES.textNode("deep");
        for (int i = 0; i < levels; i++) node = NODES.arrayNode().add(node);
        return node;
    }
}
