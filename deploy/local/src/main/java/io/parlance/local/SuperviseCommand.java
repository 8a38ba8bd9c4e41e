package io.parlance.local;

import io.parlance.local.world.Supervisor;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "supervise", hidden = true, description = "Run the world in this process, until it is asked to end.")
final class SuperviseCommand implements Callable<Integer> {
    @Mixin
    private WorldOptions options;

    @Override
    public Integer call() throws IOException {
        return new Supervisor(options.settings()).run();
    }
}
