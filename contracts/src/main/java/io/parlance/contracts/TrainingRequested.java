package io.parlance.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A run is asked for. The window fixes what it will be trained on.
 *
 * @param runId the fine-tuning job's id, {@code ftjob-...}
 * @param baseModel the base to start from
 * @param suffix for the new model's name, or null
 * @param trigger {@code api} or {@code policy}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TrainingRequested(
        String runId,
        ModelRef baseModel,
        DatasetWindow window,
        Hyperparameters hyperparameters,
        String suffix,
        String trigger)
        implements Event {
    public TrainingRequested {
        Check.text("TrainingRequested", "runId", runId);
        Check.present("TrainingRequested", "baseModel", baseModel);
        Check.present("TrainingRequested", "window", window);
        Check.present("TrainingRequested", "hyperparameters", hyperparameters);
        Check.text("TrainingRequested", "trigger", trigger);
    }

    @Override
    public String topic() {
        return Topics.TRAINING_REQUESTED;
    }

    @Override
    public String key() {
        return runId;
    }
}
