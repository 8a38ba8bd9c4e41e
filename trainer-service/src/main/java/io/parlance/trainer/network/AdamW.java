package io.parlance.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** AdamW over a fixed list of parameters, its state in the open so that it can be saved and resumed to the bit. */
final class AdamW implements AutoCloseable {
    private final TorchFunctions functions;
    private final NDManager owner;
    private final List<NDArray> parameters;
    private final List<NDArray> gradients;
    private final List<NDArray> firstMoments;
    private final List<NDArray> secondMoments;
    private final NDArray steps;

    private AdamW(TorchFunctions functions, NDManager owner, List<NDArray> parameters, List<NDArray> gradients) {
        this.functions = functions;
        this.owner = owner;
        this.parameters = parameters;
        this.gradients = gradients;
        this.firstMoments = zeros(parameters, owner);
        this.secondMoments = zeros(parameters, owner);
        this.steps = owner.create(0f).duplicate();
    }

    /** @param gradients of the parameters, in their order, gathered by whoever computes them */
    static AdamW over(List<NDArray> parameters, List<NDArray> gradients, AdamWSettings settings, NDManager parent) {
        return new AdamW(TorchFunctions.compile(code(settings)), parent.newSubManager(), parameters, gradients);
    }

    private static List<NDArray> zeros(List<NDArray> parameters, NDManager owner) {
        List<NDArray> zeros = new ArrayList<>();
        for (NDArray parameter : parameters) {
            zeros.add(owner.zeros(parameter.getShape()));
        }
        return zeros;
    }

    /** Gradients are divided by max(1, norm / clip) inside the fused step, which is what clipping to a norm is. */
    private static String code(AdamWSettings settings) {
        return String.format(
                Locale.ROOT,
                """
                  def norm(self: __torch__.Network, g: List[Tensor]) -> Tensor:
                    return torch.norm(torch.stack(torch._foreach_norm(g)))
                  def step(self: __torch__.Network, p: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor], t: Tensor, lr: Tensor, norm: Tensor) -> Tensor:
                    _0 = torch.add_(t, 1)
                    ts = annotate(List[Tensor], [])
                    for i in range(torch.len(p)):
                      _1 = torch.append(ts, t)
                    shrink = torch.clamp_min(torch.div(torch.add(norm, 1e-06), %s), 1.)
                    torch._fused_adamw_(p, g, m, v, annotate(List[Tensor], []), ts, lr=lr, beta1=%s, beta2=%s, weight_decay=%s, eps=%s, amsgrad=False, maximize=False, grad_scale=shrink, found_inf=None)
                    torch._foreach_zero_(g)
                    return t
                  def overwrite(self: __torch__.Network, target: Tensor, source: Tensor) -> Tensor:
                    return torch.copy_(target, source)
                """,
                settings.clipNorm(),
                settings.beta1(),
                settings.beta2(),
                settings.weightDecay(),
                settings.epsilon());
    }

    /** Global norm of the gradients that have gathered. */
    double gradientNorm() {
        TorchThread.prepare();
        try (NDManager scratch = owner.newSubManager()) {
            return functions.call("norm", scratch).with(gradients).tensor().getFloat();
        }
    }

    /** Takes a step along the gradients, clipped, and sets them to zero. @param norm of the gradients, finite */
    void step(double learningRate, double norm) {
        TorchThread.prepare();
        try (NDManager scratch = owner.newSubManager()) {
            NDList done = functions
                    .call("step", scratch)
                    .with(parameters)
                    .with(gradients)
                    .with(firstMoments)
                    .with(secondMoments)
                    .with(steps)
                    .with(scratch.create((float) learningRate))
                    .with(scratch.create((float) norm))
                    .run();
            done.close();
        }
    }

    /** Copies of parameters, first and second moments, in the order of the parameters. */
    State state() {
        return new State((int) steps.getFloat(), values(parameters), values(firstMoments), values(secondMoments));
    }

    private static List<float[]> values(List<NDArray> tensors) {
        return tensors.stream().map(NDArray::toFloatArray).toList();
    }

    void restore(State state) {
        overwrite(parameters, state.parameters());
        overwrite(firstMoments, state.firstMoments());
        overwrite(secondMoments, state.secondMoments());
        overwrite(List.of(steps), List.of(new float[] {state.steps()}));
    }

    /** Sets tensors of this optimiser's device to these values. */
    void overwrite(List<NDArray> targets, List<float[]> values) {
        if (targets.size() != values.size()) {
            throw new IllegalArgumentException("%d tensors for %d".formatted(values.size(), targets.size()));
        }
        TorchThread.prepare();
        try (NDManager scratch = owner.newSubManager()) {
            for (int i = 0; i < targets.size(); i++) {
                NDArray source = scratch.create(values.get(i), targets.get(i).getShape());
                functions
                        .call("overwrite", scratch)
                        .with(targets.get(i))
                        .with(source)
                        .run()
                        .close();
            }
        }
    }

    @Override
    public void close() {
        owner.close();
        functions.close();
    }

    /** @param steps steps taken; the lists are in the order of the parameters */
    record State(int steps, List<float[]> parameters, List<float[]> firstMoments, List<float[]> secondMoments) {}
}
