package io.parlance.preprocess.stream;

import net.jpountz.lz4.LZ4Factory;
import org.jboss.logging.Logger;

/**
 * Outside of the JVM's own class loader, as in a packaged service, lz4 takes its slowest code, written in plain Java,
 * unless its native code is there already.
 */
final class NativeCompression {
    private static final Logger LOG = Logger.getLogger(NativeCompression.class);

    private NativeCompression() {}

    /** To be called before the first client of Kafka is made: the codec is chosen once. */
    static void load() {
        try {
            LZ4Factory.nativeInstance();
            LOG.debugf("Compression chosen code=%s", LZ4Factory.fastestInstance());
        } catch (LinkageError | AssertionError e) {
            LOG.warnf("lz4 has no native code for this machine, compression is slower cause=\"%s\"", e.getMessage());
        }
    }
}
