package io.parlance.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A run ended with a model, which lies whole in the artifact store. It is a candidate, not yet served.
 *
 * @param window exactly what it was trained on
 * @param trainExamples conversations of the training split that were trained on
 * @param validationExamples conversations of the validation split
 * @param leftOutExamples conversations of the training split longer than {@code maxTokens}
 * @param trainedTokens tokens that went through the network in training, prompts included, all epochs together
 * @param validationLoss of the weights that were kept, nats per supervised token, or null without a validation split
 * @param precision such as {@code fp32}
 * @param device such as {@code cpu}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelTrained(
        String runId,
        ModelRef model,
        ModelRef baseModel,
        DatasetWindow window,
        Hyperparameters hyperparameters,
        long trainExamples,
        long validationExamples,
        long leftOutExamples,
        long trainedTokens,
        double trainLoss,
        Double validationLoss,
        String precision,
        String device)
        implements Event {
    public ModelTrained {
        Check.text("ModelTrained", "runId", runId);
        Check.present("ModelTrained", "model", model);
        Check.present("ModelTrained", "baseModel", baseModel);
        Check.present("ModelTrained", "window", window);
        Check.present("ModelTrained", "hyperparameters", hyperparameters);
        Check.atLeast("ModelTrained", "trainExamples", trainExamples, 1);
        Check.atLeast("ModelTrained", "validationExamples", validationExamples, 0);
        Check.atLeast("ModelTrained", "leftOutExamples", leftOutExamples, 0);
        Check.atLeast("ModelTrained", "trainedTokens", trainedTokens, 1);
        Check.text("ModelTrained", "precision", precision);
        Check.text("ModelTrained", "device", device);
    }

    @Override
    public String topic() {
        return Topics.MODELS_TRAINED;
    }

    @Override
    public String key() {
        return runId;
    }
}
