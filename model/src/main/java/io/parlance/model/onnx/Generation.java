package io.parlance.model.onnx;

/** An accepted request. */
public interface Generation {
    /** Ends the answer at the next step; a no-op when it has ended. The listener hears {@link Finish.Cancelled}. */
    void cancel();
}
