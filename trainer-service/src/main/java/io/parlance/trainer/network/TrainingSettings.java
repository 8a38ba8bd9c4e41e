package io.parlance.trainer.network;

/**
 * Everything that decides a training run but its data.
 *
 * @param epochs passes over the training examples
 * @param seed of order, adapter start and dropout: same seed, machine and threads give the same losses
 */
public record TrainingSettings(
        int epochs,
        Batching batching,
        LearningRate learningRate,
        AdamWSettings adamW,
        LoraSettings lora,
        EarlyStopping earlyStopping,
        Precision precision,
        ComputeDevice device,
        long seed) {
    public TrainingSettings {
        if (epochs < 1) {
            throw new IllegalArgumentException("epochs is %d, expected at least 1".formatted(epochs));
        }
    }

    public static TrainingSettings defaults() {
        return new TrainingSettings(
                1,
                Batching.defaults(),
                LearningRate.defaults(),
                AdamWSettings.defaults(),
                LoraSettings.defaults(),
                EarlyStopping.defaults(),
                Precision.AUTO,
                ComputeDevice.AUTO,
                0);
    }

    public TrainingSettings withEpochs(int epochs) {
        return new TrainingSettings(
                epochs, batching, learningRate, adamW, lora, earlyStopping, precision, device, seed);
    }

    public TrainingSettings withBatching(Batching batching) {
        return new TrainingSettings(
                epochs, batching, learningRate, adamW, lora, earlyStopping, precision, device, seed);
    }

    public TrainingSettings withLearningRate(LearningRate learningRate) {
        return new TrainingSettings(
                epochs, batching, learningRate, adamW, lora, earlyStopping, precision, device, seed);
    }

    public TrainingSettings withAdamW(AdamWSettings adamW) {
        return new TrainingSettings(
                epochs, batching, learningRate, adamW, lora, earlyStopping, precision, device, seed);
    }

    public TrainingSettings withLora(LoraSettings lora) {
        return new TrainingSettings(
                epochs, batching, learningRate, adamW, lora, earlyStopping, precision, device, seed);
    }

    public TrainingSettings withEarlyStopping(EarlyStopping earlyStopping) {
        return new TrainingSettings(
                epochs, batching, learningRate, adamW, lora, earlyStopping, precision, device, seed);
    }

    public TrainingSettings withPrecision(Precision precision) {
        return new TrainingSettings(
                epochs, batching, learningRate, adamW, lora, earlyStopping, precision, device, seed);
    }

    public TrainingSettings withDevice(ComputeDevice device) {
        return new TrainingSettings(
                epochs, batching, learningRate, adamW, lora, earlyStopping, precision, device, seed);
    }

    public TrainingSettings withSeed(long seed) {
        return new TrainingSettings(
                epochs, batching, learningRate, adamW, lora, earlyStopping, precision, device, seed);
    }
}
