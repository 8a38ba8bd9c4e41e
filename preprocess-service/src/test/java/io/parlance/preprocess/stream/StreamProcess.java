package io.parlance.preprocess.stream;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.parlance.contracts.Embedding;
import io.parlance.preprocess.PreprocessConfig;
import io.parlance.preprocess.example.Preparation;
import io.parlance.preprocess.example.WordTokens;
import io.parlance.preprocess.recipe.Recipe;
import io.parlance.preprocess.split.Splits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** The stream as a process of its own, to be killed. Takes a little time for each example, so that a kill hits work. */
public final class StreamProcess {
    private StreamProcess() {}

    public static void main(String[] arguments) throws InterruptedException {
        PreprocessConfig config = TestConfig.of(arguments[0], arguments[1], Path.of(arguments[2]));
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        OutcomeCounters counters = new OutcomeCounters(registry);
        Preparation preparation = new Preparation(
                Recipe.standard(),
                text -> {
                    LockSupport.parkNanos(2_000_000);
                    return new Embedding(1);
                },
                100);
        PreprocessTopology topology = new PreprocessTopology(
                preparation,
                StreamWorld.datasets(new Splits(1, 0.8, 0.1, 0.1)),
                () -> WordTokens.base("words", 1_000),
                counters);
        new StreamRun(topology.build(), StreamSettings.of(config), counters, registry);
        Thread.currentThread().join();
    }

    /** Starts it in a JVM beside this one. */
    static Process start(String bootstrapServers, String applicationId, Path stateDir, Path log) {
        try {
            return new ProcessBuilder(List.of(
                            ProcessHandle.current().info().command().orElseThrow(),
                            "-Xmx192m",
                            "-XX:TieredStopAtLevel=1",
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            System.getProperty("java.class.path"),
                            StreamProcess.class.getName(),
                            bootstrapServers,
                            applicationId,
                            stateDir.toString()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
