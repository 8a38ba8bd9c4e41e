package io.parlance.endtoend;

import io.parlance.endtoend.world.ClientLogs;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands behind {@code parlance drill}. */
@Command(
        name = "parlance drill",
        description = "Long tests of the whole, each in a world of its own.",
        subcommands = {DataDrill.class, LoopCommand.class})
public final class Drills {
    private Drills() {}

    public static void main(String[] arguments) {
        ClientLogs.silence();
        System.exit(new CommandLine(new Drills())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }
}
