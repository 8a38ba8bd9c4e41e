package io.parlance.endtoend;

import io.parlance.endtoend.fuzz.FuzzDrill;
import io.parlance.endtoend.kill.KillDrill;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "data",
        mixinStandardHelpOptions = true,
        description = "Conversations through ingest and preprocess while processes are killed: nothing lost, nothing"
                + " doubled, the same dataset; then broken lines and requests: no 500, no crash, every refusal told."
                + " Exit code 0 when all of it holds, 1 otherwise.")
final class DataDrill implements Callable<Integer> {
    /** The parts of the drill. */
    enum Part {
        KILL,
        FUZZ
    }

    @Mixin
    private DrillOptions options;

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
            names = "--fuzz",
            defaultValue = "100000",
            description = "How many broken lines and requests are sent (default ${DEFAULT-VALUE})")
    private int fuzz;

    @Option(
            names = "--stratified",
            description = "Divide evenly by strata from 10,000 conversations on: then splits depend on the order of"
                    + " arrival, and strata are checked instead")
    private boolean stratified;

    @Option(names = "--only", description = "Only this part: kill or fuzz")
    private Part only;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (conversations < 100 || kills < 0 || fuzz < 100)
            throw new ParameterException(
                    spec.commandLine(), "--conversations and --fuzz must be at least 100, --kills at least 0");
        int killed = only == Part.FUZZ
                ? 0
                : options.run("kill", folder -> new KillDrill(
                                folder, conversations, kills, options.seed(), settings(), stratified)
                        .run());
        int fuzzed = only == Part.KILL
                ? 0
                : options.run("fuzz", folder -> new FuzzDrill(folder, fuzz, options.seed(), options.settings()).run());
        return Math.max(killed, fuzzed);
    }

    /** Embeddings would take most of the time and change nothing that is counted. */
    private Map<String, String> settings() {
        var settings = new LinkedHashMap<String, String>();
        settings.put("PARLANCE_PREPROCESS_EMBEDDINGS", "false");
        if (!stratified) settings.put("PARLANCE_PREPROCESS_SPLIT_STRATIFY_FROM", Integer.toString(Integer.MAX_VALUE));
        settings.putAll(options.settings());
        return settings;
    }
}
