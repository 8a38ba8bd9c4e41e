package io.parlance.trainer.job;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parlance.contracts.Hyperparameters;
import io.parlance.contracts.TrainingProgressed;
import io.parlance.trainer.run.ProgressPoint;
import io.parlance.trainer.run.RunRequest;
import io.parlance.trainer.run.RunState;
import io.parlance.trainer.run.TrainingRun;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A run as a fine-tuning job in OpenAI's shape. */
final class JobJson {
    private static final Set<String> OF_THE_FILE =
            Set.of("no_training_examples", "invalid_training_file", "file_not_found", "training_file_not_prepared");

    private JobJson() {}

    static ObjectNode job(TrainingRun run, List<ProgressPoint> course, String organization) {
        RunRequest request = run.request();
        RunState state = run.state();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", run.id());
        json.put("object", "fine_tuning.job");
        json.put("created_at", run.createdAt().getEpochSecond());
        if (state instanceof RunState.Failed failed) {
            json.putObject("error")
                    .put("code", failed.code())
                    .put("message", failed.message())
                    .put("param", OF_THE_FILE.contains(failed.code()) ? "training_file" : null);
        } else {
            json.putNull("error");
        }
        json.put(
                "fine_tuned_model",
                state instanceof RunState.Succeeded succeeded
                        ? succeeded.model().id()
                        : null);
        seconds(json, "finished_at", state instanceof RunState.Ended ended ? ended.finishedAt() : null);
        json.set("hyperparameters", hyperparameters(run));
        json.put("model", request.baseModel().id());
        json.put("organization_id", organization);
        json.putArray("result_files");
        json.put("seed", request.hyperparameters().seed());
        json.put("status", status(state));
        json.put("trained_tokens", state instanceof RunState.Succeeded succeeded ? succeeded.trainedTokens() : null);
        json.put("training_file", request.window().dataset());
        json.putNull("validation_file");
        seconds(json, "estimated_finish", estimatedFinish(run, course));
        json.putArray("integrations");
        ObjectNode metadata = json.putObject("metadata");
        request.metadata().forEach(metadata::put);
        json.putObject("method")
                .put("type", "supervised")
                .putObject("supervised")
                .set("hyperparameters", hyperparameters(run));
        json.put("user_provided_suffix", request.suffix());
        return json;
    }

    static String status(RunState state) {
        return switch (state) {
            case RunState.Validating _ -> "validating_files";
            case RunState.Queued _ -> "queued";
            case RunState.Running _ -> "running";
            case RunState.Succeeded _ -> "succeeded";
            case RunState.Failed _ -> "failed";
            case RunState.Cancelled _ -> "cancelled";
        };
    }

    /** While the file is not whole, what was left to the trainer is not known yet. */
    private static ObjectNode hyperparameters(TrainingRun run) {
        Hyperparameters h = run.request().hyperparameters();
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("n_epochs", h.epochs())
                .put("batch_size", h.batchSize())
                .put("learning_rate_multiplier", run.request().learningRateMultiplier());
        if (run.state() instanceof RunState.Validating wished) {
            if (wished.epochs().isEmpty()) {
                json.put("n_epochs", "auto");
            }
            if (wished.batchSize().isEmpty()) {
                json.put("batch_size", "auto");
            }
            if (wished.learningRateMultiplier().isEmpty()) {
                json.put("learning_rate_multiplier", "auto");
            }
        }
        return json;
    }

    private static Instant estimatedFinish(TrainingRun run, List<ProgressPoint> course) {
        if (run.hasEnded() || course.isEmpty()) {
            return null;
        }
        ProgressPoint last = course.getLast();
        return Optional.ofNullable(last.progress().remainingSeconds())
                .map(seconds -> last.at().plus(Duration.ofMillis((long) (seconds * 1000))))
                .orElse(null);
    }

    private static void seconds(ObjectNode json, String field, Instant at) {
        if (at == null) {
            json.putNull(field);
        } else {
            json.put(field, at.getEpochSecond());
        }
    }

    /** A list in OpenAI's shape. */
    static ObjectNode list(List<ObjectNode> data, boolean hasMore) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("object", "list");
        ArrayNode array = json.putArray("data");
        data.forEach(array::add);
        return json.put("has_more", hasMore);
    }

    /** Figures of a step, as the data of an event. */
    static ObjectNode metrics(TrainingProgressed progress) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("step", progress.step());
        json.put("total_steps", progress.totalSteps());
        put(json, "train_loss", progress.trainLoss());
        put(json, "valid_loss", progress.validationLoss());
        put(json, "learning_rate", progress.learningRate());
        put(json, "gradient_norm", progress.gradientNorm());
        put(json, "tokens_per_second", progress.tokensPerSecond());
        put(json, "remaining_seconds", progress.remainingSeconds());
        return json.put("trained_tokens", progress.trainedTokens());
    }

    private static void put(ObjectNode json, String field, Double value) {
        if (value != null) {
            json.put(field, value);
        }
    }
}
