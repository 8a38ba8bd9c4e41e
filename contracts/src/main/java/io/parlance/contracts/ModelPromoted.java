package io.parlance.contracts;

/**
 * From now on this model is served.
 *
 * @param slot what is served through it; {@link #CHAT} is the only one
 * @param replaced id of what served before
 * @param evaluationId the comparison that decided it
 */
public record ModelPromoted(String slot, ModelRef model, String baseModel, String replaced, String evaluationId)
        implements Event {
    public static final String CHAT = "chat";

    public ModelPromoted {
        Check.text("ModelPromoted", "slot", slot);
        Check.present("ModelPromoted", "model", model);
        Check.text("ModelPromoted", "baseModel", baseModel);
        Check.text("ModelPromoted", "replaced", replaced);
        Check.text("ModelPromoted", "evaluationId", evaluationId);
    }

    @Override
    public String topic() {
        return Topics.MODELS_PROMOTED;
    }

    @Override
    public String key() {
        return slot;
    }
}
