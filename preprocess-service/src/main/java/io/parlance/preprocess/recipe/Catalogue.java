package io.parlance.preprocess.recipe;

import io.parlance.preprocess.recipe.contamination.ContaminationFilter;
import io.parlance.preprocess.recipe.filter.FlaggedWords;
import io.parlance.preprocess.recipe.filter.LanguageFilter;
import io.parlance.preprocess.recipe.filter.LengthFilter;
import io.parlance.preprocess.recipe.filter.RepetitionFilter;
import io.parlance.preprocess.recipe.operation.Operation;
import io.parlance.preprocess.recipe.operation.Parameters;
import io.parlance.preprocess.recipe.operation.RecipeRefused;
import io.parlance.preprocess.recipe.redaction.Redact;
import io.parlance.preprocess.recipe.text.Controls;
import io.parlance.preprocess.recipe.text.DecodeEntities;
import io.parlance.preprocess.recipe.text.Punctuation;
import io.parlance.preprocess.recipe.text.StopWords;
import io.parlance.preprocess.recipe.text.StripHtml;
import io.parlance.preprocess.recipe.text.Unicode;
import io.parlance.preprocess.recipe.text.Whitespace;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All operations there are, by name and version. */
final class Catalogue {
    private static final Map<String, Function<Parameters, Operation>> MAKERS = new TreeMap<>(Map.ofEntries(
            Map.entry(StripHtml.NAME, StripHtml::of),
            Map.entry(DecodeEntities.NAME, DecodeEntities::of),
            Map.entry(Controls.NAME, Controls::of),
            Map.entry(Unicode.NAME, Unicode::of),
            Map.entry(Whitespace.NAME, Whitespace::of),
            Map.entry(Punctuation.NAME, Punctuation::of),
            Map.entry(StopWords.NAME, StopWords::of),
            Map.entry(Redact.NAME, Redact::of),
            Map.entry(LanguageFilter.NAME, LanguageFilter::of),
            Map.entry(LengthFilter.NAME, LengthFilter::of),
            Map.entry(RepetitionFilter.NAME, RepetitionFilter::of),
            Map.entry(FlaggedWords.NAME, FlaggedWords::of),
            Map.entry(ContaminationFilter.NAME, ContaminationFilter::of)));

    private Catalogue() {}

    /** The name with its version; without one, the only version there is. */
    static String versioned(String written, int line) {
        return names().filter(name -> name.equals(written) || name.startsWith(written + "@"))
                .findFirst()
                .orElseThrow(() -> new RecipeRefused(
                        line,
                        "unknown operation '%s'; expected one of %s"
                                .formatted(written, names().collect(Collectors.joining(", ")))));
    }

    /** @param name as {@link #versioned} gave it, no duplicates' */
    static Operation operation(String name, Parameters parameters) {
        return MAKERS.get(name).apply(parameters);
    }

    private static Stream<String> names() {
        return Stream.concat(MAKERS.keySet().stream(), Duplicates.NAMES.stream());
    }
}
