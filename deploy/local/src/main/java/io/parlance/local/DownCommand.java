package io.parlance.local;

import io.parlance.local.console.Screen;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "down", description = "Stop everything; the data stays.")
final class DownCommand implements Callable<Integer> {
    @Mixin
    private FolderOptions options;

    @Override
    public Integer call() {
        Screen screen = Screen.ofThisProcess();
        screen.status("  stopping");
        boolean stopped = options.launcher().stop();
        screen.line(
                stopped ? "Parlance is down; its data stays in %s." : "Parlance was not running (data folder %s).",
                options.folder().data());
        return 0;
    }
}
