package io.parlance.local;

import io.parlance.local.console.Screen;
import io.parlance.local.world.WorldState;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "up",
        description = "Start the broker, the five services and the gateway; they go on in the background.")
final class UpCommand implements Callable<Integer> {
    @Mixin
    private WorldOptions options;

    @Option(
            names = "--patience",
            defaultValue = "900",
            description = "Seconds until everything must be ready (default 900: the first start fetches a base model)")
    private int patienceSeconds;

    @Override
    public Integer call() {
        Screen screen = Screen.ofThisProcess();
        WorldState world =
                new WorldStart(options, screen).begin(Duration.ofSeconds(patienceSeconds), WorldState::ready);
        screen.line("");
        screen.line("OpenAI base URL   %s", world.baseUrl());
        screen.line("Kafka             %s", world.bootstrapServers());
        screen.line("Data and logs     %s", world.dataFolder());
        screen.line("Next              ./parlance demo | chat | status | logs SERVICE -f | down");
        return 0;
    }
}
