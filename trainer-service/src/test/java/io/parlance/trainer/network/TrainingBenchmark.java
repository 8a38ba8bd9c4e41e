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
import java.util.Arrays;
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
        Rate limit = matmulLimit(precision);
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
            report(precision, "4 x 256 tokens, all supervised", network, adamW, examples(4, 0, 256, 0, 1.0), limit);
            report(precision, "8 chats of 60-120 tokens, 1/3 supervised", network, adamW, chats(0), limit);
            report(precision, "the same, beginning with the same 24 tokens", network, adamW, chats(24), limit);
        }
        System.out.printf("%s peak resident memory %s%n", precision, peakMemory());
    }

    /** @param perCpuSecond by the processor time the process used: what a busy machine does not blur */
    private record Rate(double perSecond, double perCpuSecond) {}

    private static void report(
            Precision precision,
            String what,
            LlamaNetwork network,
            AdamW adamW,
            List<TokenSequence> examples,
            Rate limit) {
        int tokens = examples.stream().mapToInt(TokenSequence::size).sum();
        List<PackedExamples> passes = new Batching(8, 1024, 1024).passes(examples);
        double[] loss = new double[1];
        Rate rate = rate(tokens, STEPS, () -> {
            for (PackedExamples pass : passes) {
                loss[0] = network.accumulate(pass, 1e-3);
            }
            adamW.step(1e-3, adamW.gradientNorm());
        });
        System.out.printf(
                "%s, LoRA rank 8 on all linears, forward + backward + AdamW, %s: %.0f tokens/s, %.0f per CPU second = %.0f %% of the %.0f that its matrix products alone allow (%d threads)%n",
                precision,
                what,
                rate.perSecond(),
                rate.perCpuSecond(),
                100 * rate.perCpuSecond() / limit.perCpuSecond(),
                limit.perCpuSecond(),
                JniUtils.getNumThreads());
        assertThat(loss[0]).isPositive();
    }

    /** The best of some rounds after one to warm up. */
    private static Rate rate(double amount, int rounds, Runnable round) {
        long quickest = Long.MAX_VALUE;
        long leastWork = Long.MAX_VALUE;
        for (int i = 0; i <= rounds; i++) {
            long start = System.nanoTime();
            long startWork = PROCESS.getProcessCpuTime();
            round.run();
            if (i > 0) {
                quickest = Math.min(quickest, System.nanoTime() - start);
                leastWork = Math.min(leastWork, PROCESS.getProcessCpuTime() - startWork);
            }
        }
        return new Rate(amount * 1e9 / quickest, amount * 1e9 / leastWork);
    }

    private static List<TokenSequence> chats(int shared) {
        return examples(8, shared, 60, 60, 0.33);
    }

    /** @param shared tokens with which all begin @param spread tokens by which lengths differ at most */
    private static List<TokenSequence> examples(int count, int shared, int length, int spread, double supervised) {
        Random random = new Random(3);
        List<TokenSequence> examples = new ArrayList<>();
        for (int e = 0; e < count; e++) {
            int[] ids = random.ints(length + (spread == 0 ? 0 : random.nextInt(spread)), 3, CONFIG.vocabularySize())
                    .toArray();
            Arrays.fill(ids, 0, shared, 7);
            BitSet trained = new BitSet();
            trained.set((int) Math.round((1 - supervised) * ids.length), ids.length);
            examples.add(new TokenSequence(TokenIds.of(ids), trained));
        }
        return examples;
    }

    /**
     * Tokens if nothing but the base's matrix products ran: each projection of each layer once forward and once
     * backward into its input, 1,024 tokens at a time. (The head, which depends on how many tokens are supervised, is
     * left out; so are the adapters.)
     */
    private static Rate matmulLimit(Precision precision) {
        TorchThread.prepare();
        int rows = 1024;
        String code = """
                  def cast(self: __torch__.Network, x: Tensor) -> Tensor:
                    return torch.clone(%s)
                  def forward_and_backward(self: __torch__.Network, x: Tensor, w: Tensor) -> Tensor:
                    y = torch.linear(x, w)
                    return torch.mm(y, w)
                """.formatted(precision == Precision.BF16 ? "torch.to(x, 15)" : "x");
        double secondsPerLayer = 0;
        double cpuSecondsPerLayer = 0;
        double flops = 0;
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
                TorchFunctions functions = TorchFunctions.compile(code)) {
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
                int repeats = 10;
                Rate rate = rate(repeats, 4, () -> {
                    for (int i = 0; i < repeats; i++) {
                        functions
                                .call("forward_and_backward", manager)
                                .with(x)
                                .with(w)
                                .run()
                                .close();
                    }
                });
                secondsPerLayer += 1 / rate.perSecond();
                cpuSecondsPerLayer += 1 / rate.perCpuSecond();
                flops += 4.0 * rows * in * out;
            }
        }
        System.out.printf(
                "%s matrix products: %.0f GFLOP/s, %.0f per CPU second%n",
                precision, flops / secondsPerLayer / 1e9, flops / cpuSecondsPerLayer / 1e9);
        return new Rate(rows / (secondsPerLayer * CONFIG.layers()), rows / (cpuSecondsPerLayer * CONFIG.layers()));
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
