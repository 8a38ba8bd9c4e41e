package io.parlance.trainer.run;

import io.parlance.contracts.ArtifactRef;
import io.parlance.contracts.ModelRef;
import io.parlance.contracts.ModelTrained;
import io.parlance.model.artifact.store.StoredModel;
import io.parlance.trainer.journal.EventFormat;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a run came to, as it stands in the model's manifest: enough to announce the model again when the service was
 * killed between writing and announcing it.
 */
record TrainingFacts(
        long trainExamples,
        long validationExamples,
        long leftOutExamples,
        long trainedTokens,
        double trainLoss,
        Double validationLoss,
        String precision,
        String device) {

    /** @param modelId as clients name the model */
    SortedMap<String, String> toManifest(TrainingRun run, String modelId) {
        SortedMap<String, String> facts = new TreeMap<>();
        facts.put("name", modelId);
        facts.put("run", run.id());
        facts.put("baseManifestSha256", run.request().baseModel().artifact().sha256());
        facts.put("dataset", run.request().window().dataset());
        facts.put("window", json(run.request().window()));
        facts.put("hyperparameters", json(run.request().hyperparameters()));
        facts.put("trainExamples", Long.toString(trainExamples));
        facts.put("validationExamples", Long.toString(validationExamples));
        facts.put("leftOutExamples", Long.toString(leftOutExamples));
        facts.put("trainedTokens", Long.toString(trainedTokens));
        facts.put("trainLoss", Double.toString(trainLoss));
        if (validationLoss != null) {
            facts.put("validationLoss", Double.toString(validationLoss));
        }
        facts.put("precision", precision);
        facts.put("device", device);
        return facts;
    }

    static TrainingFacts fromManifest(Map<String, String> facts) {
        String validationLoss = facts.get("validationLoss");
        return new TrainingFacts(
                Long.parseLong(facts.get("trainExamples")),
                Long.parseLong(facts.get("validationExamples")),
                Long.parseLong(facts.get("leftOutExamples")),
                Long.parseLong(facts.get("trainedTokens")),
                Double.parseDouble(facts.get("trainLoss")),
                validationLoss == null ? null : Double.valueOf(validationLoss),
                facts.get("precision"),
                facts.get("device"));
    }

    ModelTrained announcement(TrainingRun run, String modelId, StoredModel stored) {
        ArtifactRef artifact = new ArtifactRef(stored.manifest().toString(), stored.sha256(), stored.bytes());
        return new ModelTrained(
                run.id(),
                new ModelRef(modelId, artifact),
                run.request().baseModel(),
                run.request().window(),
                run.request().hyperparameters(),
                trainExamples,
                validationExamples,
                leftOutExamples,
                trainedTokens,
                trainLoss,
                validationLoss,
                precision,
                device);
    }

    private static String json(Object value) {
        return new String(EventFormat.bytes(EventFormat.toTree(value)), StandardCharsets.UTF_8);
    }
}
