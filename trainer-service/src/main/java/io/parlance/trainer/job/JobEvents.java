package io.parlance.trainer.job;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parlance.contracts.TrainingProgressed;
import io.parlance.trainer.run.ProgressPoint;
import io.parlance.trainer.run.RunNote;
import io.parlance.trainer.run.TrainingRun;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What happened in a job, newest first: the run's notes and its figures, step by step. */
final class JobEvents {
    private JobEvents() {}

    private record Timed(Instant at, ObjectNode json) {}

    static List<ObjectNode> newestFirst(TrainingRun run, List<ProgressPoint> course) {
        String key = run.id().replace("ftjob-", "");
        List<Timed> events = new ArrayList<>();
        for (int i = 0; i < run.notes().size(); i++) {
            RunNote note = run.notes().get(i);
            String level = note.level().name().toLowerCase(Locale.ROOT);
            events.add(event("ftevent-%s-n%d".formatted(key, i), note.at(), level, note.message(), "message"));
        }
        for (ProgressPoint point : course) {
            TrainingProgressed progress = point.progress();
            if (progress.trainLoss() == null) {
                continue;
            }
            Timed event = event(
                    "ftevent-%s-s%d".formatted(key, progress.step()),
                    point.at(),
                    "info",
                    "Step %d/%d: training loss=%.4f%s"
                            .formatted(
                                    progress.step(),
                                    progress.totalSteps(),
                                    progress.trainLoss(),
                                    progress.validationLoss() == null
                                            ? ""
                                            : ", validation loss=%.4f".formatted(progress.validationLoss())),
                    "metrics");
            event.json().set("data", JobJson.metrics(progress));
            events.add(event);
        }
        // The sort is stable, so that what happened in one instant stays in its order.
        return events.stream()
                .sorted(Comparator.comparing(Timed::at))
                .map(Timed::json)
                .toList()
                .reversed();
    }

    private static Timed event(String id, Instant at, String level, String message, String type) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", id);
        json.put("object", "fine_tuning.job.event");
        json.put("created_at", at.getEpochSecond());
        json.put("level", level);
        json.put("message", message);
        json.put("type", type);
        json.putObject("data");
        return new Timed(at, json);
    }
}
