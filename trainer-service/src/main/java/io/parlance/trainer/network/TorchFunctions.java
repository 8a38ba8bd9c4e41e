package io.parlance.trainer.network;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtModel;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;

/**
 * Compiled TorchScript functions over tensors that Java owns. Arguments are tensors and lists of tensors, in the
 * order of the function's parameters; autograd records a call when the thread's gradient mode is on.
 */
final class TorchFunctions implements AutoCloseable {
    private final Model model;
    private final PtSymbolBlock block;

    private TorchFunctions(Model model) {
        this.model = model;
        this.block = (PtSymbolBlock) model.getBlock();
    }

    /** @param methods see {@link CodeArchive#of} */
    static TorchFunctions compile(String methods) {
        Model model = Model.newInstance("network", "PyTorch");
        try {
            ((PtModel) model).load(new ByteArrayInputStream(CodeArchive.of(methods)), true);
        } catch (IOException | MalformedModelException e) {
            model.close();
            throw new IllegalStateException("PyTorch refused the network's own code", e);
        }
        return new TorchFunctions(model);
    }

    /** A call under construction; results belong to {@code results}. */
    Call call(String function, NDManager results) {
        return new Call(function, results);
    }

    /** Dropout on. */
    void train() {
        JniUtils.enableTrainingMode(block);
    }

    /** Dropout off. */
    void evaluate() {
        JniUtils.enableInferenceMode(block);
    }

    @Override
    public void close() {
        model.close();
    }

    final class Call {
        private final NDList arguments = new NDList();
        private int lists;

        private Call(String function, NDManager results) {
            // DJL reads the function's name off a tensor it does not pass on, and files results under its manager.
            NDArray marker = results.create(0f);
            marker.setName("module_method:" + function);
            arguments.add(marker);
        }

        Call with(NDArray tensor) {
            tensor.setName(null);
            arguments.add(tensor);
            return this;
        }

        /** @param tensors at least one: DJL has no way to say an empty list */
        Call with(List<NDArray> tensors) {
            String name = "list" + lists++ + "[]";
            for (NDArray tensor : tensors) {
                tensor.setName(name);
                arguments.add(tensor);
            }
            return this;
        }

        NDList run() {
            NDArray marker = arguments.getFirst();
            try {
                return IValueUtils.forward(block, arguments, true);
            } finally {
                marker.close();
            }
        }

        NDArray tensor() {
            return run().singletonOrThrow();
        }
    }
}
