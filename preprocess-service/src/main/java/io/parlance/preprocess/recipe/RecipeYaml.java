package io.parlance.preprocess.recipe;

import io.parlance.preprocess.Excerpt;
import io.parlance.preprocess.recipe.operation.Operation;
import io.parlance.preprocess.recipe.operation.Parameters;
import io.parlance.preprocess.recipe.operation.RecipeFolder;
import io.parlance.preprocess.recipe.operation.RecipeRefused;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Recipes as people write them: {@code operations}, a list of names, each with its parameters. */
final class RecipeYaml {
    private static final String OPERATIONS = "operations";
    private static final String EXPECTED = "expected 'operations:' and a list, such as '- strip-html'";
    private static final int LONGEST_MESSAGE = 300;
    private static final int LONGEST_RECIPE_CHARACTERS = 256 * 1024;

    private final RecipeFolder folder;
    private final List<Operation> operations = new ArrayList<>();
    private final List<Recipe.Listed> listed = new ArrayList<>();
    private final Duplicates duplicates = new Duplicates();

    private RecipeYaml(RecipeFolder folder) {
        this.folder = folder;
    }

    static Recipe read(String yaml, RecipeFolder folder) {
        RecipeYaml reading = new RecipeYaml(folder);
        reading.recipe(compose(yaml));
        return new Recipe(yaml, reading.operations, reading.duplicates.rules(), reading.listed);
    }

    private static Node compose(String yaml) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(LONGEST_RECIPE_CHARACTERS);
        options.setMaxAliasesForCollections(0);
        options.setNestingDepthLimit(8);
        try {
            return new Yaml(new SafeConstructor(options)).compose(new StringReader(yaml));
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw new RecipeRefused(line, "no YAML: " + Excerpt.of(e.getProblem(), LONGEST_MESSAGE));
        } catch (YAMLException e) {
            throw new RecipeRefused(1, "no YAML: " + Excerpt.of(e.getMessage(), LONGEST_MESSAGE));
        }
    }

    private void recipe(Node root) {
        if (!(root instanceof MappingNode fields)) {
            throw new RecipeRefused(root == null ? 1 : line(root), EXPECTED);
        }
        boolean found = false;
        for (NodeTuple field : fields.getValue()) {
            String name = scalar(field.getKeyNode(), "a field");
            if (!name.equals(OPERATIONS) || found) {
                throw new RecipeRefused(
                        line(field.getKeyNode()),
                        "%s field '%s'; %s".formatted(found ? "second" : "unknown", name, EXPECTED));
            }
            found = true;
            if (!(field.getValueNode() instanceof SequenceNode list)) {
                throw new RecipeRefused(line(field.getValueNode()), EXPECTED);
            }
            list.getValue().forEach(this::operation);
        }
        if (!found) {
            throw new RecipeRefused(line(root), EXPECTED);
        }
    }

    private void operation(Node item) {
        if (item instanceof ScalarNode name) {
            operation(name.getValue(), line(item), Map.of());
        } else if (item instanceof MappingNode one && one.getValue().size() == 1) {
            NodeTuple named = one.getValue().getFirst();
            String name = scalar(named.getKeyNode(), "an operation's name");
            operation(name, line(item), parameters(name, named.getValueNode()));
        } else {
            throw new RecipeRefused(
                    line(item), "expected one operation: its name, or its name, a colon and {parameters}");
        }
    }

    private void operation(String written, int line, Map<String, Parameters.Given> given) {
        Parameters parameters = new Parameters(written, line, given, folder);
        String name = Catalogue.versioned(written, line);
        if (Duplicates.knows(name)) {
            duplicates.add(name, line, parameters);
        } else {
            duplicates.refuseAfter(written, line);
            operations.add(Catalogue.operation(name, parameters));
        }
        parameters.refuseOthers();
        listed.add(new Recipe.Listed(name, parameters.inForce()));
    }

    private static Map<String, Parameters.Given> parameters(String operation, Node node) {
        if (node instanceof ScalarNode nothing && nothing.getValue().isEmpty()) {
            return Map.of();
        }
        if (!(node instanceof MappingNode fields)) {
            throw new RecipeRefused(line(node), operation + ": expected parameters as {name: value, ...}");
        }
        Map<String, Parameters.Given> given = new LinkedHashMap<>();
        for (NodeTuple field : fields.getValue()) {
            String name = scalar(field.getKeyNode(), operation + ": a parameter's name");
            if (given.put(name, value(operation, name, field.getValueNode())) != null) {
                throw new RecipeRefused(
                        line(field.getKeyNode()), "%s: parameter '%s' stands twice".formatted(operation, name));
            }
        }
        return given;
    }

    private static Parameters.Given value(String operation, String name, Node node) {
        String what = "%s: %s".formatted(operation, name);
        return switch (node) {
            case SequenceNode list ->
                new Parameters.Given(
                        list.getValue().stream()
                                .map(item -> scalar(item, what + ", item"))
                                .toList(),
                        true,
                        line(node));
            default -> new Parameters.Given(List.of(scalar(node, what)), false, line(node));
        };
    }

    private static String scalar(Node node, String what) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw new RecipeRefused(line(node), what + ": expected a plain value");
    }

    private static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }
}
