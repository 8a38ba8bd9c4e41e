package io.parlance.preprocess.recipe;

import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.ToolCall;
import io.parlance.contracts.Turn;
import io.parlance.preprocess.recipe.operation.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What a recipe does to a sample of conversations: each outcome, and for each operation its counts and an example. */
public final class Preview {
    private final Recipe recipe;
    private final List<Counting> countings = new ArrayList<>();
    private final List<RecipeOutcome> outcomes = new ArrayList<>();

    private Preview(Recipe recipe) {
        this.recipe = recipe;
        recipe.operations().forEach(name -> countings.add(new Counting()));
    }

    public static Preview of(Recipe recipe, List<ConversationSubmitted> sample) {
        Preview preview = new Preview(recipe);
        for (int i = 0; i < sample.size(); i++) {
            int conversation = i;
            preview.outcomes.add(recipe.apply(sample.get(i), (operation, before, verdict) -> preview.countings
                    .get(operation)
                    .add(conversation, before, verdict)));
        }
        return preview;
    }

    /**
     * What one operation did.
     *
     * @param changed conversations that went on with another text
     * @param example null when it changed no text
     */
    public record Counts(
            String operation,
            SortedMap<String, String> parameters,
            int in,
            int out,
            int changed,
            int dropped,
            Example example) {}

    /**
     * The first text that an operation changed.
     *
     * @param conversation index in the sample
     * @param place such as {@code messages[1].content}
     */
    public record Example(int conversation, String place, String before, String after) {}

    /** In the order of the recipe; duplicates, for which a whole dataset is needed, are not among them. */
    public List<Counts> operations() {
        List<Counts> counts = new ArrayList<>();
        for (int i = 0; i < countings.size(); i++) {
            Counting c = countings.get(i);
            Recipe.Listed listed = recipe.listed().get(i);
            counts.add(new Counts(
                    listed.name(), listed.parameters(), c.in, c.in - c.dropped, c.changed, c.dropped, c.example));
        }
        return counts;
    }

    /** In the order of the sample. */
    public List<RecipeOutcome> outcomes() {
        return List.copyOf(outcomes);
    }

    private static final class Counting {
        private int in;
        private int changed;
        private int dropped;
        private Example example;

        void add(int conversation, ConversationSubmitted before, Verdict verdict) {
            in++;
            switch (verdict) {
                case Verdict.Dropped _ -> dropped++;
                case Verdict.Kept kept -> {
                    if (kept.changed() > 0) {
                        changed++;
                        example = example == null ? example(conversation, before, kept.conversation()) : example;
                    }
                }
            }
        }

        private static Example example(int conversation, ConversationSubmitted before, ConversationSubmitted after) {
            Example found = example(conversation, "messages", before.messages(), after.messages());
            found = found == null
                    ? example(conversation, "non_preferred", before.nonPreferred(), after.nonPreferred())
                    : found;
            return found == null ? besides(conversation, before, after) : found;
        }

        private static Example besides(int conversation, ConversationSubmitted before, ConversationSubmitted after) {
            return Stream.of(
                            differing(conversation, "label", before.label(), after.label()),
                            differing(conversation, "metadata", before.metadata(), after.metadata()),
                            differing(conversation, "tools", before.tools(), after.tools()))
                    .flatMap(Optional::stream)
                    .findFirst()
                    .orElse(null);
        }

        /** The first text, or name of a field, that is another one now. */
        private static Optional<Example> differing(int conversation, String place, Object before, Object after) {
            if (Objects.equals(before, after)) {
                return Optional.empty();
            }
            if (before instanceof Map<?, ?> was && after instanceof Map<?, ?> is) {
                return was.keySet().stream()
                        .map(String::valueOf)
                        .sorted()
                        .map(name -> is.containsKey(name)
                                ? differing(conversation, place + "." + name, was.get(name), is.get(name))
                                : Optional.of(new Example(conversation, place, name, newName(was, is))))
                        .flatMap(Optional::stream)
                        .findFirst();
            }
            if (before instanceof List<?> was && after instanceof List<?> is) {
                return IntStream.range(0, was.size())
                        .mapToObj(i -> differing(conversation, "%s[%d]".formatted(place, i), was.get(i), is.get(i)))
                        .flatMap(Optional::stream)
                        .findFirst();
            }
            return Optional.of(new Example(conversation, place, String.valueOf(before), String.valueOf(after)));
        }

        private static String newName(Map<?, ?> was, Map<?, ?> is) {
            return is.keySet().stream()
                    .filter(name -> !was.containsKey(name))
                    .map(String::valueOf)
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }

        private static Example example(int conversation, String field, List<Turn> before, List<Turn> after) {
            for (int i = 0; i < before.size(); i++) {
                String turn = "%s[%d]".formatted(field, i);
                if (!before.get(i).content().equals(after.get(i).content())) {
                    return new Example(
                            conversation,
                            turn + ".content",
                            before.get(i).content(),
                            after.get(i).content());
                }
                List<ToolCall> calls = before.get(i).toolCalls();
                for (int call = 0; call < calls.size(); call++) {
                    String was = calls.get(call).function().arguments();
                    String is = after.get(i).toolCalls().get(call).function().arguments();
                    if (!was.equals(is)) {
                        return new Example(
                                conversation, "%s.tool_calls[%d].function.arguments".formatted(turn, call), was, is);
                    }
                }
            }
            return null;
        }
    }
}
