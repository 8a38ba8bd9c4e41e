package io.parlance.endtoend;

import io.parlance.endtoend.loop.LoopDrill;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "loop",
        mixinStandardHelpOptions = true,
        description = "Conversations in, a better model out, with a tiny model, while each process is killed once. Exit"
                + " code 0 when every conversation is accounted for and the model serves, 1 otherwise.")
final class LoopCommand implements Callable<Integer> {
    @Mixin
    private DrillOptions options;

    @Override
    public Integer call() throws IOException, InterruptedException {
        return options.run("loop", folder -> new LoopDrill(folder, options.seed()).run());
    }
}
