package io.parlance.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import com.sun.management.OperatingSystemMXBean;
import io.parlance.model.artifact.LlamaConfig;
import io.parlance.model.text.TokenIds;
import io.parlance.model.text.TokenSequence;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Training tokens per second at SmolLM2-135M's shape (random weights) beside the rate of the bare matrix products of
 * the same sizes, measured in the same run. Prints; checks only that it trained.
 */
@Tag("drill")
class TrainingBenchmark {
    private static final LlamaConfig CONFIG = RandomLlama.SMOLLM2_135M;
    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final int STEPS = Integer.getInteger("parlance.benchmark.steps", 6);

    @ParameterizedTest
    @EnumSource(names = {"FP32", "BF16"})
    void printsTokensPerSecondBesideTheMatmulLimit(Precision precision) throws Exception {
        double limit = matmulTokensPerSecond(precision);
        try (LlamaNetwork network = LlamaNetwork.open(
                        CONFIG,
                        new RandomLlama(CONFIG),
                        precision,
                        Device.cpu(),
                        Optional.of(LoraSettings.defaults()),
                        1);
                AdamW adamW = AdamW.over(
                        network.lora().all(),
                        network.lora().allGradients(),
                        AdamWSettings.defaults(),
                        network.manager())) {
            report(precision, "4 x 256 tokens, all supervised", network, adamW, examples(4, 256, 0, 1.0), limit);
            report(
                    precision,
                    "8 chats of 60-120 tokens, 1/3 supervised",
                    network,
                    adamW,
                    examples(8, 60, 60, 0.33),
                    limit);
        }
        System.out.printf("%s peak resident memory %s%n", precision, peakMemory());
    }

    private static void report(
            Precision precision,
            String what,
            LlamaNetwork network,
            AdamW adamW,
            List<TokenSequence> examples,
            double limit) {
        int tokens = examples.stream().mapToInt(TokenSequence::size).sum();
        List<PackedExamples> passes = new Batching(8, 1024, 1024).passes(examples);
        long quickest = Long.MAX_VALUE;
        long leastWork = Long.MAX_VALUE;
        double loss = 0;
        for (int step = 0; step <= STEPS; step++) {
            long start = System.nanoTime();
            long startWork = PROCESS.getProcessCpuTime();
            for (PackedExamples pass : passes) {
                loss = network.accumulate(pass, 1e-3);
            }
            adamW.step(1e-3, adamW.gradientNorm());
            if (step > 0) {
                quickest = Math.min(quickest, System.nanoTime() - start);
                leastWork = Math.min(leastWork, PROCESS.getProcessCpuTime() - startWork);
            }
        }
        double rate = tokens * 1e9 / quickest;
        System.out.printf(
                "%s, LoRA rank 8 on all linears, forward + backward + AdamW, %s: %.0f tokens/s = %.0f %% of the %.0f that its matrix products alone allow (%d threads); %.0f tokens per CPU second%n",
                precision, what, rate, 100 * rate / limit, limit, JniUtils.getNumThreads(), tokens * 1e9 / leastWork);
        assertThat(loss).isPositive();
    }

    /** @param spread tokens by which lengths differ at most */
    private static List<TokenSequence> examples(int count, int length, int spread, double supervised) {
        Random random = new Random(3);
        List<TokenSequence> examples = new ArrayList<>();
        for (int e = 0; e < count; e++) {
            int[] ids = random.ints(length + (spread == 0 ? 0 : random.nextInt(spread)), 3, CONFIG.vocabularySize())
                    .toArray();
            BitSet trained = new BitSet();
            trained.set((int) Math.round((1 - supervised) * ids.length), ids.length);
            examples.add(new TokenSequence(TokenIds.of(ids), trained));
        }
        return examples;
    }

    /**
     * Tokens/s if nothing but the base's matrix products ran: each projection once forward and once backward into its
     * input, 1,024 tokens at a time. (The head, which depends on how many tokens are supervised, is left out.)
     */
    private static double matmulTokensPerSecond(Precision precision) {
        TorchThread.prepare();
        int rows = 1024;
        String cast = precision == Precision.BF16 ? "torch.to(x, 15)" : "x";
        String code = """
                  def cast(self: __torch__.Network, x: Tensor) -> Tensor:
                    return torch.clone(%s)
                  def forward_and_backward(self: __torch__.Network, x: Tensor, w: Tensor) -> Tensor:
                    y = torch.linear(x, w)
                    return torch.mm(y, w)
                """.formatted(cast);
        double nanosPerLayer = 0;
        double flops = 0;
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
                TorchFunctions functions = TorchFunctions.compile(code)) {
            JniUtils.setGradMode(false);
            for (Projection projection : Projection.values()) {
                int in = projection.inputs(CONFIG);
                int out = projection.outputs(CONFIG);
                NDArray x = functions
                        .call("cast", manager)
                        .with(manager.randomNormal(new Shape(rows, in)))
                        .tensor();
                NDArray w = functions
                        .call("cast", manager)
                        .with(manager.randomNormal(new Shape(out, in)))
                        .tensor();
                long quickest = Long.MAX_VALUE;
                for (int round = 0; round < 12; round++) {
                    long start = System.nanoTime();
                    functions
                            .call("forward_and_backward", manager)
                            .with(x)
                            .with(w)
                            .run()
                            .close();
                    quickest = Math.min(quickest, System.nanoTime() - start);
                }
                nanosPerLayer += quickest;
                flops += 4.0 * rows * in * out;
            }
        }
        System.out.printf("%s matrix products: %.0f GFLOP/s%n", precision, flops / nanosPerLayer);
        return rows * 1e9 / (nanosPerLayer * CONFIG.layers());
    }

    private static String peakMemory() throws Exception {
        Path status = Path.of("/proc/self/status");
        return Files.exists(status)
                ? Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmHWM"))
                        .findFirst()
                        .orElse("unknown")
                : "unknown";
    }
}
