package io.parlance.endtoend;

import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands behind {@code parlance drill}. */
@Command(
        name = "parlance drill",
        description = "Long tests of the whole, each in a world of its own.",
        subcommands = {DataDrill.class})
public final class Drills {
    private Drills() {}

    public static void main(String[] arguments) {
        // The Kafka client's view of a broker that is killed on purpose would drown what is found.
        Logger.getLogger("").setLevel(Level.OFF);
        System.exit(new CommandLine(new Drills())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }
}
