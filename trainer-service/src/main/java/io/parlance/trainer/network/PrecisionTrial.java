package io.parlance.trainer.network;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.parlance.model.artifact.LlamaConfig;
import io.parlance.model.artifact.Weights;
import io.parlance.model.text.TokenIds;
import io.parlance.model.text.TokenSequence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** Times the first layer, forward and backward, in each precision: which one is faster differs between machines. */
final class PrecisionTrial {
    private static final int TOKENS = 512;
    private static final int EXAMPLES = 4;
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
            List<NDArray> layer = TorchWeights.loadLayer(config, 0, weights, functions, manager);
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
        try (Pass pass = new Pass(examples(), config, new RotaryTable(config), functions, manager)) {
            NDArray x = pass.manager().randomNormal(new Shape(TOKENS, config.hiddenSize()));
            NDArray dx = pass.manager().randomNormal(x.getShape());
            long start = System.nanoTime();
            NDList results = pass.tellLayer(
                            functions.call("layer", pass.manager()).with(x))
                    .with(layer)
                    .with(parameters.a(0))
                    .with(parameters.b(0))
                    .run();
            results.removeFirst();
            pass.tellLayer(functions.call("layer_backward", pass.manager()).with(dx))
                    .with(layer)
                    .with(results)
                    .with(parameters.a(0))
                    .with(parameters.b(0))
                    .with(parameters.gradientsOfA(0))
                    .with(parameters.gradientsOfB(0))
                    .tensor()
                    .getFloat(0, 0); // waits for a GPU
            return System.nanoTime() - start;
        }
    }

    private static PackedExamples examples() {
        List<TokenSequence> examples = new ArrayList<>();
        for (int e = 0; e < EXAMPLES; e++) {
            int[] ids = new int[TOKENS / EXAMPLES + 1];
            Arrays.fill(ids, e);
            BitSet trained = new BitSet();
            trained.set(ids.length - 1);
            examples.add(new TokenSequence(TokenIds.of(ids), trained));
        }
        return PackedExamples.of(examples);
    }
}
