package io.parlance.endtoend;

import io.parlance.endtoend.kill.KillDrill;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

@Command(
        name = "data",
        mixinStandardHelpOptions = true,
        description = "Conversations through ingest and preprocess while processes are killed: nothing lost, nothing"
                + " doubled, the same dataset. Exit code 0 when all of it holds, 1 otherwise.")
final class DataDrill implements Callable<Integer> {
    @Option(
            names = "--conversations",
            defaultValue = "1000000",
            description = "How many are generated (default ${DEFAULT-VALUE})")
    private int conversations;

    @Option(
            names = "--kills",
            defaultValue = "20",
            description = "How often each of broker, ingest and preprocess is killed (default ${DEFAULT-VALUE})")
    private int kills;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "The same seed gives the same conversations and kills (default ${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--data-dir",
            paramLabel = "FOLDER",
            defaultValue = ".parlance/drill",
            description = "Where the drill's worlds keep their data; emptied before (default ${DEFAULT-VALUE})")
    private Path folder;

    @Option(names = "--keep", description = "Leave the data there afterwards")
    private boolean keep;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "A setting of the services, as environment variable; may be repeated")
    private Map<String, String> settings = new LinkedHashMap<>();

    @picocli.CommandLine.Spec
    private picocli.CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (conversations < 100 || kills < 0)
            throw new ParameterException(
                    spec.commandLine(), "--conversations must be at least 100, --kills at least 0");
        Path data = folder.toAbsolutePath().normalize();
        empty(data);
        boolean passed = new KillDrill(data, conversations, kills, seed, settings).run();
        if (passed && !keep) empty(data);
        else System.out.printf("The worlds' data and logs are in %s.%n", data);
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
