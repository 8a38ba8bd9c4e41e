package io.parlance.trainer.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parlance.contracts.DatasetWindow;
import io.parlance.contracts.Hyperparameters;
import io.parlance.contracts.ModelRef;
import io.parlance.trainer.journal.EventFormat;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** A run as JSON: the value of {@code training.runs.v1}. Additions only; unknown fields are passed over. */
final class RunRecord {
    private RunRecord() {}

    static byte[] write(TrainingRun run) {
        RunRequest request = run.request();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("runId", run.id());
        json.put("createdAt", run.createdAt().toString());
        json.set("baseModel", EventFormat.toTree(request.baseModel()));
        json.set("window", EventFormat.toTree(request.window()));
        json.set("hyperparameters", EventFormat.toTree(request.hyperparameters()));
        json.put("learningRateMultiplier", request.learningRateMultiplier());
        json.put("windowTrainExamples", request.windowTrainExamples());
        if (request.suffix() != null) {
            json.put("suffix", request.suffix());
        }
        json.set("metadata", EventFormat.toTree(request.metadata()));
        json.put("trigger", request.trigger().word());
        json.set("state", state(run.state()));
        for (RunNote note : run.notes()) {
            json.withArray("notes")
                    .addObject()
                    .put("at", note.at().toString())
                    .put("level", note.level().name())
                    .put("message", note.message());
        }
        return EventFormat.bytes(json);
    }

    /** @throws IOException when the value is no run; the message says why */
    static TrainingRun read(byte[] value) throws IOException {
        try {
            return read(EventFormat.tree(value));
        } catch (RuntimeException e) {
            throw new IOException("no training run: " + e.getMessage(), e);
        }
    }

    private static TrainingRun read(JsonNode json) {
        RunRequest request = new RunRequest(
                EventFormat.convert(json.required("baseModel"), ModelRef.class),
                EventFormat.convert(json.required("window"), DatasetWindow.class),
                EventFormat.convert(json.required("hyperparameters"), Hyperparameters.class),
                json.required("learningRateMultiplier").asDouble(),
                json.required("windowTrainExamples").asLong(),
                Optional.ofNullable(json.get("suffix")).map(JsonNode::asText).orElse(null),
                texts(json.path("metadata")),
                RunRequest.Trigger.of(json.required("trigger").asText()));
        List<RunNote> notes = new ArrayList<>();
        for (JsonNode note : json.path("notes")) {
            notes.add(new RunNote(
                    Instant.parse(note.required("at").asText()),
                    RunNote.Level.valueOf(note.required("level").asText()),
                    note.required("message").asText()));
        }
        return new TrainingRun(
                json.required("runId").asText(),
                Instant.parse(json.required("createdAt").asText()),
                request,
                state(json.required("state")),
                notes);
    }

    private static ObjectNode state(RunState state) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        return switch (state) {
            case RunState.Validating v -> {
                json.put("is", "validating");
                v.epochs().ifPresent(epochs -> json.put("epochs", epochs));
                v.batchSize().ifPresent(size -> json.put("batchSize", size));
                v.learningRateMultiplier().ifPresent(multiplier -> json.put("learningRateMultiplier", multiplier));
                yield json;
            }
            case RunState.Queued _ -> json.put("is", "queued");
            case RunState.Running r ->
                json.put("is", "running")
                        .put("startedAt", r.startedAt().toString())
                        .put("attempt", r.attempt());
            case RunState.Succeeded s ->
                json.put("is", "succeeded")
                        .put("finishedAt", s.finishedAt().toString())
                        .put("trainedTokens", s.trainedTokens())
                        .set("model", EventFormat.toTree(s.model()));
            case RunState.Failed f ->
                json.put("is", "failed")
                        .put("finishedAt", f.finishedAt().toString())
                        .put("code", f.code())
                        .put("message", f.message());
            case RunState.Cancelled c ->
                json.put("is", "cancelled").put("finishedAt", c.finishedAt().toString());
        };
    }

    private static RunState state(JsonNode json) {
        String is = json.required("is").asText();
        return switch (is) {
            case "validating" ->
                new RunState.Validating(
                        whole(json.get("epochs")),
                        whole(json.get("batchSize")),
                        json.has("learningRateMultiplier")
                                ? OptionalDouble.of(
                                        json.get("learningRateMultiplier").asDouble())
                                : OptionalDouble.empty());
            case "queued" -> new RunState.Queued();
            case "running" ->
                new RunState.Running(
                        instant(json, "startedAt"), json.required("attempt").asInt());
            case "succeeded" ->
                new RunState.Succeeded(
                        instant(json, "finishedAt"),
                        EventFormat.convert(json.required("model"), ModelRef.class),
                        json.required("trainedTokens").asLong());
            case "failed" ->
                new RunState.Failed(
                        instant(json, "finishedAt"),
                        json.required("code").asText(),
                        json.required("message").asText());
            case "cancelled" -> new RunState.Cancelled(instant(json, "finishedAt"));
            default ->
                throw new IllegalArgumentException(
                        "state is '%s'; this build knows validating, queued, running, succeeded, failed, cancelled"
                                .formatted(is));
        };
    }

    private static OptionalInt whole(JsonNode json) {
        return json == null ? OptionalInt.empty() : OptionalInt.of(json.asInt());
    }

    private static Instant instant(JsonNode json, String field) {
        return Instant.parse(json.required(field).asText());
    }

    private static Map<String, String> texts(JsonNode json) {
        Map<String, String> texts = new LinkedHashMap<>();
        json.properties()
                .forEach(field -> texts.put(field.getKey(), field.getValue().asText()));
        return texts;
    }
}
