package io.parlance.local;

import io.parlance.local.world.WorldException;
import io.parlance.local.world.WorldFolder;
import io.parlance.local.world.WorldLauncher;
import io.parlance.local.world.WorldState;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which world a command speaks about. */
final class FolderOptions {
    @Option(
            names = "--data-dir",
            paramLabel = "FOLDER",
            defaultValue = "${env:PARLANCE_HOME:-.parlance}",
            description = "Everything Parlance keeps (PARLANCE_HOME; default ./.parlance)")
    private Path dataFolder;

    WorldFolder folder() {
        return new WorldFolder(dataFolder);
    }

    WorldLauncher launcher() {
        return new WorldLauncher(folder());
    }

    /** @throws WorldException when it does not run */
    WorldState running() {
        return launcher()
                .running()
                .orElseThrow(() ->
                        new WorldException("Parlance does not run with the data in %s: start it with ./parlance up."
                                .formatted(folder().data())));
    }
}
