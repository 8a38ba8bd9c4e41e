package io.parlance.trainer.run;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Gives memory that a run has used back to the operating system. glibc keeps what LibTorch freed (2 GB after a run of
 * the default base), and the files that were mapped stay until the collector has run.
 */
final class NativeMemory {
    private static final Logger LOG = Logger.getLogger(NativeMemory.class);

    /** {@code int malloc_trim(size_t pad)}; absent where the C library is not glibc. */
    private static final Optional<MethodHandle> MALLOC_TRIM = mallocTrim();

    private NativeMemory() {}

    static void giveBack() {
        System.gc();
        MALLOC_TRIM.ifPresent(trim -> {
            try {
                int trimmed = (int) trim.invokeExact(0L);
                LOG.debugf("memory given back trimmed=%d", trimmed);
            } catch (Throwable e) {
                LOG.warnf("memory could not be given back reason=%s", e.getMessage());
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
