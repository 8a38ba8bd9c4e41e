package io.parlance.preprocess.augmentation.translation;

import io.parlance.preprocess.augmentation.UnavailableException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Apertium 3.8 or later as it is installed on this machine. Its own front script reads ahead and so answers a text only
 * when the next one comes; the mode's pipeline is run as that script would run it, without the script.
 */
public final class Apertium {
    private static final String NAME = "apertium";

    /** Writes the pipeline of a mode with null-flush on, and becomes it; -n leaves unknown words unmarked. */
    private static final String PIPELINE = "set -o pipefail; exec bash <(apertium-wblank-mode -z \"$0\") -n";

    private final Optional<Path> command;
    private final Optional<Path> data;
    private final String searchPath;

    /**
     * @param command the program {@code apertium}; looked for on the search path when empty
     * @param data the folder that has {@code modes} in it; {@code share/apertium} beside the program's folder when empty
     * @param searchPath folders, as in the environment variable PATH
     */
    public Apertium(Optional<Path> command, Optional<Path> data, String searchPath) {
        this.command = command;
        this.data = data;
        this.searchPath = searchPath;
    }

    /** @param patience with one text */
    public Translator translator(Duration patience) {
        // Its tools read and write UTF-8 only in a locale that says so.
        Map<String, String> environment = Map.of("LC_ALL", "C.UTF-8");
        return new ProcessTranslator(NAME, this::pipeline, environment, patience);
    }

    private List<String> pipeline(Language from, Language to) {
        Path program = program();
        Path modes = data.orElseGet(() -> program.toAbsolutePath()
                        .getParent()
                        .resolveSibling("share")
                        .resolve("apertium"))
                .resolve("modes");
        Path mode = modes.resolve("%s-%s.mode".formatted(from, to));
        if (!Files.isReadable(mode)) {
            throw new UnavailableException(
                    "Apertium has no mode %s-%s in %s; install the pair (for English and Spanish Debian's package apertium-en-es), or set apertium.data"
                            .formatted(from, to, modes));
        }
        Path tools = program.toAbsolutePath().getParent();
        if (!Files.isExecutable(tools.resolve("apertium-wblank-mode"))) {
            throw new UnavailableException(
                    "there is no apertium-wblank-mode in %s; Apertium 3.8 or later is needed".formatted(tools));
        }
        return List.of(
                "bash",
                "-c",
                "PATH='%s':$PATH; ".formatted(tools.toString().replace("'", "'\\''")) + PIPELINE,
                mode.toString());
    }

    private Path program() {
        return command.map(Stream::of)
                .orElseGet(() -> Arrays.stream(searchPath.split(File.pathSeparator))
                        .filter(folder -> !folder.isEmpty())
                        .map(folder -> Path.of(folder, NAME)))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new UnavailableException(
                        "no program %s; install Debian's packages apertium and apertium-en-es, or set apertium.command to where it is"
                                .formatted(command.map(Path::toString).orElse("apertium on the search path"))));
    }
}
