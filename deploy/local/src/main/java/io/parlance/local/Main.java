package io.parlance.local;

import io.parlance.broker.BrokerException;
import io.parlance.local.world.WorldException;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The commands behind the script {@code parlance}. */
@Command(
        name = "parlance",
        description = "A streaming fine-tuning platform on this machine.",
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            LogsCommand.class,
            ChatCommand.class,
            DataCommand.class,
            DemoCommand.class,
            EraseCommand.class,
            LeakCheckCommand.class,
            SuperviseCommand.class
        })
public final class Main {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "This text")
    private boolean help;

    private Main() {}

    public static void main(String[] arguments) {
        boolean supervising = arguments.length > 0 && arguments[0].equals("supervise");
        // A command says itself what matters; the Kafka client's view of a restarting broker would drown it.
        Logger.getLogger("").setLevel(supervising ? Level.WARNING : Level.OFF);
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (failure instanceof WorldException || failure instanceof BrokerException)
                        command.getErr().println(failure.getMessage());
                    else failure.printStackTrace(command.getErr());
                    return 1;
                })
                .setCaseInsensitiveEnumValuesAllowed(true);
    }
}
