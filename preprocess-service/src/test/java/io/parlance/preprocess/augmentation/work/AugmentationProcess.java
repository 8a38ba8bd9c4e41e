package io.parlance.preprocess.augmentation.work;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.parlance.contracts.Embedding;
import io.parlance.preprocess.PreprocessConfig;
import io.parlance.preprocess.augmentation.Augmenter;
import io.parlance.preprocess.augmentation.Method;
import io.parlance.preprocess.augmentation.Parents;
import io.parlance.preprocess.augmentation.QualityGate;
import io.parlance.preprocess.augmentation.ReversedWords;
import io.parlance.preprocess.augmentation.Rewording;
import io.parlance.preprocess.augmentation.Speakers;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** Augmentation as a process of its own, to be killed. Takes a little time for each parent, so that a kill hits work. */
public final class AugmentationProcess {
    private AugmentationProcess() {}

    /** Turns the words around, slowly. */
    private record Slowly(Method method) implements Method {
        @Override
        public String name() {
            return method.name();
        }

        @Override
        public int version() {
            return method.version();
        }

        @Override
        public String parameters() {
            return method.parameters();
        }

        @Override
        public List<Rewording> reword(List<String> texts, long seed) {
            LockSupport.parkNanos(4_000_000);
            return method.reword(texts, seed);
        }
    }

    public static void main(String[] arguments) throws InterruptedException {
        KafkaClients kafka = new KafkaClients(config(arguments[0], Path.of(arguments[1])));
        Augmenter augmenter = new Augmenter(new QualityGate(text -> new Embedding(1, 0), 0.7), Speakers.USER, 1);
        Family family = new Family(
                new Parents(Set.of(), 1, 1), augmenter, List.of(new Slowly(new ReversedWords("reversed"))), 1);
        BirthCounters counters = new BirthCounters(new SimpleMeterRegistry());
        new AugmentationLoop(() -> new AugmentationSession(kafka.consumer(20), kafka.producer(), family, counters))
                .start();
        Thread.currentThread().join();
    }

    static PreprocessConfig config(String bootstrapServers, Path stateDir) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withConverter(Duration.class, 100, new DurationConverter())
                .withMapping(PreprocessConfig.class)
                .withSources(new PropertiesConfigSource(
                        Map.of(
                                "kafka.bootstrap.servers",
                                bootstrapServers,
                                "parlance.preprocess.application-id",
                                "killed",
                                "parlance.state-dir",
                                stateDir.toString()),
                        "test",
                        100))
                .build()
                .getConfigMapping(PreprocessConfig.class);
    }

    /** Starts it in a JVM beside this one. */
    static Process start(String bootstrapServers, Path stateDir, Path log) {
        try {
            return new ProcessBuilder(List.of(
                            ProcessHandle.current().info().command().orElseThrow(),
                            "-Xmx128m",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            AugmentationProcess.class.getName(),
                            bootstrapServers,
                            stateDir.toString()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
