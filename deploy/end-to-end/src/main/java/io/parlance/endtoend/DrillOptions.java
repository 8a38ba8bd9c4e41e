package io.parlance.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** What all drills take. */
final class DrillOptions {
    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "The same seed gives the same drill (default ${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--data-dir",
            paramLabel = "FOLDER",
            defaultValue = ".parlance/drill",
            description = "Where the drill's worlds keep their data; emptied before (default ${DEFAULT-VALUE})")
    private Path folder;

    @Option(names = "--keep", description = "Leave the data there afterwards; after a failure it is left anyway")
    private boolean keep;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "A setting of the services, as environment variable; may be repeated")
    private Map<String, String> settings = new LinkedHashMap<>();

    long seed() {
        return seed;
    }

    Map<String, String> settings() {
        return settings;
    }

    /** One drill in a folder of its own. */
    @FunctionalInterface
    interface Drill {
        /** @return whether it passed */
        boolean in(Path folder) throws IOException, InterruptedException;
    }

    /** @return the exit code */
    int run(String name, Drill drill) throws IOException, InterruptedException {
        Path data = folder.toAbsolutePath().normalize().resolve(name);
        empty(data);
        boolean passed = drill.in(data);
        if (passed && !keep) empty(data);
        else System.out.printf("Data and logs of the drill's worlds are in %s.%n", data);
        return passed ? 0 : 1;
    }

    private static void empty(Path folder) throws IOException {
        if (Files.notExists(folder)) return;
        try (Stream<Path> walk = Files.walk(folder)) {
            walk.sorted(Comparator.reverseOrder()).forEach(entry -> {
                try {
                    Files.delete(entry);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
