package io.parlance.model.memory;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.time.Duration;
import java.util.Optional;

/**
 * Gives memory that a piece of work has used back to the operating system. glibc keeps what LibTorch or ONNX Runtime
 * freed (2 GB after a training run of the default base), and buffers and mapped files stay until the collector has run.
 */
public final class NativeMemory {
    private static final System.Logger LOG = System.getLogger(NativeMemory.class.getName());

    /** What the collector found is freed by another thread of the JVM, shortly after it. */
    private static final Duration TO_FREE = Duration.ofMillis(200);

    /** {@code int malloc_trim(size_t pad)}; absent where the C library is not glibc. */
    private static final Optional<MethodHandle> MALLOC_TRIM = mallocTrim();

    private NativeMemory() {}

    /** To be called at the end of the work, when nothing of it is held any more. */
    public static void giveBack() {
        System.gc();
        try {
            Thread.sleep(TO_FREE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        MALLOC_TRIM.ifPresent(trim -> {
            try {
                int trimmed = (int) trim.invokeExact(0L);
                LOG.log(System.Logger.Level.DEBUG, "memory given back trimmed={0}", trimmed);
            } catch (Throwable e) {
                LOG.log(System.Logger.Level.WARNING, "memory could not be given back reason={0}", e.getMessage());
            }
        });
    }

    @SuppressWarnings("restricted")
    private static Optional<MethodHandle> mallocTrim() {
        Linker linker = Linker.nativeLinker();
        return linker.defaultLookup()
                .find("malloc_trim")
                .map(address -> linker.downcallHandle(
                        address, FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG)));
    }
}
