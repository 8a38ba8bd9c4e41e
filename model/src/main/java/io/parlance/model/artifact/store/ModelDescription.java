package io.parlance.model.artifact.store;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a manifest says of a model besides its files.
 *
 * @param baseModelId of the model it was trained from; empty exactly for a base model
 * @param tokenizerSha256 of {@code Tokenizer.sha256()}, so that data prepared for another vocabulary is noticed
 * @param templateSha256 of {@code ChatFormat.templateSha256()}
 * @param facts anything else worth knowing later: origin, run, data set, losses
 */
public record ModelDescription(
        ModelKind kind,
        Optional<String> baseModelId,
        String tokenizerSha256,
        String templateSha256,
        SortedMap<String, String> facts) {
    public ModelDescription {
        if (baseModelId.isPresent() != (kind == ModelKind.FINE_TUNED)) {
            throw new IllegalArgumentException("a %s model with base model %s; only a fine-tuned one has a base model"
                    .formatted(kind.label(), baseModelId.orElse("none")));
        }
        Sha256.check("tokenizerSha256", tokenizerSha256);
        Sha256.check("templateSha256", templateSha256);
        facts = Collections.unmodifiableSortedMap(new TreeMap<>(facts));
    }

    public static ModelDescription base(
            String tokenizerSha256, String templateSha256, SortedMap<String, String> facts) {
        return new ModelDescription(ModelKind.BASE, Optional.empty(), tokenizerSha256, templateSha256, facts);
    }

    public static ModelDescription fineTuned(
            String baseModelId, String tokenizerSha256, String templateSha256, SortedMap<String, String> facts) {
        return new ModelDescription(
                ModelKind.FINE_TUNED, Optional.of(baseModelId), tokenizerSha256, templateSha256, facts);
    }
}
