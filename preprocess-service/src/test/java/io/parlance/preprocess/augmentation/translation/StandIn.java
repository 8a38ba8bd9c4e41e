package io.parlance.preprocess.augmentation.translation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A small script in Apertium's place: it says where it translates to, and dies, hangs or starts badly on demand. */
final class StandIn {
    private static final String SCRIPT = """
            direction="$1"
            folder="$2"
            echo started >> "$folder/starts-$direction"
            if [ -e "$folder/broken" ]; then echo "no data for $direction" >&2; exit 3; fi
            while IFS= read -r -d '' text; do
              case "$text" in
                *dies-once*) if [ ! -e "$folder/died" ]; then touch "$folder/died"; exit 1; fi ;;
                *dies*) exit 1 ;;
                *hangs*) sleep 60 ;;
              esac
              printf '%s in %s\\0' "${text%.[[][]]}" "$direction"
            done
            """;

    private final Path folder;

    StandIn(Path folder) throws IOException {
        this.folder = folder;
        Files.writeString(folder.resolve("stand-in.sh"), SCRIPT);
    }

    ProcessTranslator translator(Duration patience) {
        return new ProcessTranslator(
                "stand-in",
                (from, to) ->
                        List.of("bash", folder.resolve("stand-in.sh").toString(), from + "-" + to, folder.toString()),
                Map.of("LC_ALL", "C.UTF-8"),
                patience);
    }

    void breakDown() throws IOException {
        Files.createFile(folder.resolve("broken"));
    }

    long starts(String direction) throws IOException {
        try (var lines = Files.lines(folder.resolve("starts-" + direction))) {
            return lines.count();
        }
    }
}
