package io.parlance.trainer.network;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.parlance.model.artifact.LlamaConfig;
import io.parlance.model.artifact.Weights;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Times the first layer, forward and backward, in each precision: which one is faster differs between machines. */
final class PrecisionTrial {
    private static final int TOKENS = 512;
    private static final int ROUNDS = 4;

    /** fp32 is closer to the base model, so bf16 must save at least this share of the time. */
    private static final double WORTHWHILE = 0.9;

    private final LlamaConfig config;
    private final Weights weights;
    private final LoraSettings lora;
    private final Device device;

    PrecisionTrial(LlamaConfig config, Weights weights, LoraSettings lora, Device device) {
        this.config = config;
        this.weights = weights;
        this.lora = lora;
        this.device = device;
    }

    /** @param why one sentence with both times */
    record Verdict(Precision precision, String why) {}

    Verdict run() {
        Duration fp32 = time(Precision.FP32);
        Duration bf16 = time(Precision.BF16);
        Precision faster = bf16.toNanos() < WORTHWHILE * fp32.toNanos() ? Precision.BF16 : Precision.FP32;
        return new Verdict(
                faster,
                "one layer forward and backward over %d tokens took %.1f ms in fp32 and %.1f ms in bf16"
                        .formatted(TOKENS, fp32.toNanos() / 1e6, bf16.toNanos() / 1e6));
    }

    /** The quickest of some rounds after one to warm up. */
    Duration time(Precision precision) {
        TorchThread.prepare();
        try (NDManager manager = NDManager.newBaseManager(device, "PyTorch");
                TorchFunctions functions =
                        TorchFunctions.compile(NetworkCode.of(config, precision, Optional.of(lora)))) {
            functions.train();
            List<NDArray> layer = LlamaTensors.loadLayer(config, 0, weights, functions, manager);
            LoraParameters parameters = LoraParameters.create(config, lora, 1, 0, manager);
            long quickest = Long.MAX_VALUE;
            for (int round = 0; round <= ROUNDS; round++) {
                long nanos = round(functions, manager, layer, parameters);
                quickest = round == 0 ? quickest : Math.min(quickest, nanos);
            }
            return Duration.ofNanos(quickest);
        }
    }

    private long round(TorchFunctions functions, NDManager manager, List<NDArray> layer, LoraParameters parameters) {
        RotaryTable rotary = new RotaryTable(config);
        int[] positions = new int[TOKENS];
        for (int t = 0; t < TOKENS; t++) {
            positions[t] = t % 128;
        }
        try (NDManager pass = manager.newSubManager();
                NDManager cpu = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
            Shape table = new Shape(TOKENS, 1, config.headDim());
            NDArray cos = functions
                    .call("for_products", pass)
                    .with(pass.create(rotary.cosines(positions), table))
                    .tensor();
            NDArray sin = functions
                    .call("for_products", pass)
                    .with(pass.create(rotary.sines(positions), table))
                    .tensor();
            NDArray lengths = cpu.create(new long[] {128, 128, 128, 128});
            NDArray x = pass.randomNormal(new Shape(TOKENS, config.hiddenSize()));
            x.setRequiresGradient(true);
            NDArray ones = pass.ones(x.getShape());
            long start = System.nanoTime();
            JniUtils.setGradMode(true);
            NDArray y = functions
                    .call("layer", pass)
                    .with(x)
                    .with(cos)
                    .with(sin)
                    .with(lengths)
                    .with(layer)
                    .with(parameters.a(0))
                    .with(parameters.b(0))
                    .tensor();
            JniUtils.setGradMode(false);
            JniUtils.backward((PtNDArray) y, (PtNDArray) ones, false, false);
            x.getGradient().getFloat(0, 0); // waits for a GPU
            return System.nanoTime() - start;
        }
    }
}
