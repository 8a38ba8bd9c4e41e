package io.parlance.broker;

import io.parlance.contracts.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/**
 * One real broker for all tests of a JVM, with our topics, started at the first call.
 *
 * <p>It goes away with the JVM, and its data with it. Topics are shared by all tests of the run, so each test uses ids
 * of its own.
 */
public final class TestBroker {
    /** JVM-wide, because Quarkus loads test resources with more than one class loader. */
    private static final String RUNNING = "parlance.test.broker";

    private TestBroker() {}

    /** {@code bootstrap.servers} of the shared broker. */
    public static String bootstrapServers() {
        synchronized (System.getProperties()) {
            String running = System.getProperty(RUNNING);
            if (running != null) return running;
            try {
                var broker = BrokerProcess.start(BrokerOptions.throwaway(Files.createTempDirectory("parlance-broker")));
                new TopicCreator(broker.bootstrapServers()).createMissing(Topics.all());
                System.setProperty(RUNNING, broker.bootstrapServers());
                return broker.bootstrapServers();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
