package io.parlance.model.artifact.adapter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parlance.model.artifact.JsonFields;
import io.parlance.model.artifact.ModelFormatException;
import io.parlance.model.artifact.ModelJson;
import io.parlance.model.artifact.safetensors.SafetensorsFile;
import io.parlance.model.artifact.safetensors.SafetensorsWriter;
import java.nio.file.Path;
import java.util.List;

/** A folder as PEFT saves it: {@code adapter_config.json} and {@code adapter_model.safetensors}. */
public final class AdapterFolder {
    private static final String CONFIG = "adapter_config.json";
    private static final String TENSORS = "adapter_model.safetensors";

    /** Options that change what an adapter computes; anything but false, null or empty is refused. */
    private static final List<String> UNSUPPORTED = List.of(
            "fan_in_fan_out",
            "lora_bias",
            "use_dora",
            "use_rslora",
            "use_qalora",
            "use_bdlora",
            "rank_pattern",
            "alpha_pattern",
            "modules_to_save",
            "layer_replication",
            "trainable_token_indices",
            "target_parameters",
            "alora_invocation_tokens",
            "arrow_config",
            "kasa_config",
            "monteclora_config",
            "megatron_config");

    private AdapterFolder() {}

    /** @throws ModelFormatException when a file is missing or damaged, or uses what this build does not compute */
    public static LoraAdapter read(Path folder) {
        JsonFields config = ModelJson.read(folder.resolve(CONFIG));
        refuseUnless(config, "peft_type", "LORA");
        refuseUnless(config, "task_type", "CAUSAL_LM");
        refuseUnless(config, "bias", "none");
        for (String option : UNSUPPORTED) {
            if (isSet(config.tree().path(option))) {
                throw config.fault(option, "this build does not compute it; train the adapter as plain LoRA");
            }
        }
        try {
            return new LoraAdapter(
                    config.text("base_model_name_or_path", ""),
                    config.size("r"),
                    config.number("lora_alpha"),
                    config.number("lora_dropout", 0),
                    config.texts("target_modules"),
                    SafetensorsFile.open(folder.resolve(TENSORS)));
        } catch (ModelFormatException e) {
            throw new ModelFormatException("%s: %s".formatted(folder, e.getMessage()), e);
        }
    }

    /** Writes both files; the same adapter gives the same bytes. */
    public static void write(Path folder, LoraAdapter adapter) {
        ModelJson.write(folder.resolve(CONFIG), config(adapter));
        new SafetensorsWriter().addAll(adapter.tensors()).write(folder.resolve(TENSORS));
    }

    private static ObjectNode config(LoraAdapter adapter) {
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        config.putObject("alpha_pattern");
        config.put("base_model_name_or_path", adapter.baseModel());
        config.put("bias", "none");
        config.put("fan_in_fan_out", false);
        config.put("inference_mode", true);
        config.put("init_lora_weights", true);
        if (adapter.alpha() == Math.rint(adapter.alpha())) config.put("lora_alpha", (long) adapter.alpha());
        else config.put("lora_alpha", adapter.alpha());
        config.put("lora_dropout", adapter.dropout());
        config.putNull("modules_to_save");
        config.put("peft_type", "LORA");
        config.put("r", adapter.rank());
        config.putObject("rank_pattern");
        ArrayNode targets = config.putArray("target_modules");
        adapter.targets().forEach(targets::add);
        config.put("task_type", "CAUSAL_LM");
        config.put("use_dora", false);
        config.put("use_rslora", false);
        return config;
    }

    private static void refuseUnless(JsonFields config, String field, String known) {
        if (!config.text(field, known).equals(known)) {
            throw config.fault(field, "this build reads %s only".formatted(known));
        }
    }

    private static boolean isSet(JsonNode option) {
        return !(option.isMissingNode()
                || option.isNull()
                || option.isBoolean() && !option.booleanValue()
                || option.isContainerNode() && option.isEmpty());
    }
}
