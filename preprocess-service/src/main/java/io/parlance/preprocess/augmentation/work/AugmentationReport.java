package io.parlance.preprocess.augmentation.work;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.parlance.preprocess.augmentation.Counts;
import io.parlance.preprocess.augmentation.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The body of {@code GET /v1/augmentations}.
 *
 * @param state off, running or waiting
 * @param missing what is waited for, or null
 * @param datasets only these; all when empty
 * @param methods all that ever did something, and those that are on
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record AugmentationReport(
        String object,
        String state,
        String missing,
        List<String> datasets,
        double share,
        String turns,
        @JsonProperty("max_children") int maxChildren,
        @JsonProperty("min_similarity") double minSimilarity,
        List<MethodReport> methods) {

    /** @param parameters as they are set now; null when the method is off */
    record MethodReport(
            String name,
            boolean on,
            String parameters,
            @JsonUnwrapped Counts counts) {}

    static AugmentationReport of(Augmentations augmentations, Tally tally) {
        AugmentationConfig settings = augmentations.settings();
        AugmentationState state = augmentations.state();
        return new AugmentationReport(
                "augmentations",
                switch (state) {
                    case AugmentationState.Off _ -> "off";
                    case AugmentationState.Running _ -> "running";
                    case AugmentationState.Waiting _ -> "waiting";
                },
                state instanceof AugmentationState.Waiting w ? w.missing() : null,
                settings.datasets().orElse(List.of()),
                settings.share(),
                settings.turns().name().toLowerCase(Locale.ROOT),
                settings.maxChildren(),
                settings.minSimilarity(),
                methods(augmentations.methods(), tally));
    }

    static List<MethodReport> methods(List<Method> on, Tally tally) {
        Map<String, Counts> rest = new TreeMap<>(tally.byMethod());
        List<MethodReport> reports = new ArrayList<>();
        for (Method method : on) {
            Counts counts = rest.remove(method.versioned());
            reports.add(new MethodReport(
                    method.versioned(), true, method.parameters(), counts == null ? Counts.NONE : counts));
        }
        rest.forEach((name, counts) -> reports.add(new MethodReport(name, false, null, counts)));
        return reports;
    }
}
