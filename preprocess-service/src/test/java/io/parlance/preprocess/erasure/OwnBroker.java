package io.parlance.preprocess.erasure;

import io.parlance.broker.BrokerOptions;
import io.parlance.broker.BrokerProcess;
import io.parlance.broker.TopicCreator;
import io.parlance.contracts.Topics;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A broker of this test's own: compacting its topics is nobody else's business, and its files are searched. */
public final class OwnBroker implements QuarkusTestResourceLifecycleManager {
    /** Names the folder with the broker's files; a property, because Quarkus loads this class more than once. */
    static final String FOLDER = "parlance.test.erasure.broker";

    private BrokerProcess broker;

    @Override
    public Map<String, String> start() {
        try {
            Path folder = Files.createTempDirectory("parlance-erasure-broker");
            broker = BrokerProcess.start(BrokerOptions.throwaway(folder));
            new TopicCreator(broker.bootstrapServers()).createMissing(Topics.all());
            System.setProperty(FOLDER, folder.toString());
            return Map.of("kafka.bootstrap.servers", broker.bootstrapServers());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        broker.close();
    }
}
