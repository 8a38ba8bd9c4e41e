package io.parlance.model.artifact.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parlance.model.artifact.JsonFields;
import io.parlance.model.artifact.ModelFormatException;
import io.parlance.model.artifact.ModelJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * {@code manifest.json}: what a model is and the digest of each of its files. It is written last, so a folder that has
 * one is whole.
 *
 * @param parts by path, ascending; the manifest itself is none of them
 */
public record ModelManifest(String modelId, ModelDescription description, List<ModelPart> parts) {
    private static final int FORMAT = 1;

    public ModelManifest {
        parts = parts.stream().sorted(Comparator.comparing(ModelPart::path)).toList();
    }

    /** Size of all parts, without the manifest itself. */
    public long partBytes() {
        return parts.stream().mapToLong(ModelPart::bytes).sum();
    }

    /** The same manifest gives the same bytes. */
    public byte[] toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("format", FORMAT);
        json.put("modelId", modelId);
        json.put("kind", description.kind().label());
        description.baseModelId().ifPresent(id -> json.put("baseModelId", id));
        json.put("tokenizerSha256", description.tokenizerSha256());
        json.put("templateSha256", description.templateSha256());
        ObjectNode facts = json.putObject("facts");
        description.facts().forEach(facts::put);
        ArrayNode list = json.putArray("parts");
        for (ModelPart part : parts) {
            list.addObject()
                    .put("path", part.path())
                    .put("sha256", part.sha256())
                    .put("bytes", part.bytes());
        }
        return ModelJson.pretty(json);
    }

    /**
     * Reads a manifest; fields it does not know are passed over.
     *
     * @param source what error messages call it
     * @throws ModelFormatException when it is damaged or of a later format
     */
    public static ModelManifest fromJson(String source, byte[] json) {
        JsonFields fields = ModelJson.fields(source, new String(json, StandardCharsets.UTF_8));
        if (fields.integer("format") != FORMAT) {
            throw fields.fault("format", "this build reads format %d; use a newer build".formatted(FORMAT));
        }
        ModelKind kind = ModelKind.labelled(fields.text("kind"))
                .orElseThrow(() -> fields.fault("kind", "this build knows base and fine-tuned"));
        try {
            ModelDescription description = new ModelDescription(
                    kind,
                    fields.has("baseModelId") ? Optional.of(fields.text("baseModelId")) : Optional.empty(),
                    fields.text("tokenizerSha256"),
                    fields.text("templateSha256"),
                    facts(fields));
            return new ModelManifest(fields.text("modelId"), description, parts(fields));
        } catch (IllegalArgumentException e) {
            throw new ModelFormatException("%s: %s".formatted(source, e.getMessage()), e);
        }
    }

    private static SortedMap<String, String> facts(JsonFields fields) {
        SortedMap<String, String> facts = new TreeMap<>();
        JsonFields object = fields.object("facts");
        object.tree().propertyStream().forEach(fact -> facts.put(fact.getKey(), object.text(fact.getKey())));
        return facts;
    }

    private static List<ModelPart> parts(JsonFields fields) {
        List<ModelPart> parts = new ArrayList<>();
        JsonNode list = fields.tree().path("parts");
        if (!list.isArray()) throw fields.fault("parts", "expected a list");
        for (JsonNode element : list) {
            JsonFields part = fields.element("parts", element);
            parts.add(new ModelPart(part.text("path"), part.text("sha256"), part.count("bytes")));
        }
        return parts;
    }
}
