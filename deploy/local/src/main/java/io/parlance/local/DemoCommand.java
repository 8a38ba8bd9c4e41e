package io.parlance.local;

import io.parlance.local.console.Screen;
import io.parlance.local.demo.DemoRun;
import io.parlance.local.world.WorldException;
import io.parlance.local.world.WorldLauncher;
import io.parlance.local.world.WorldState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        description = "Conversations in, a better model out: start everything, send conversations, fine-tune, evaluate,"
                + " promote, compare. Everything goes on running afterwards; Ctrl-C takes all of it down.")
final class DemoCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final int MANY_RESTARTS = 5;

    @Mixin
    private WorldOptions options;

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description = "Conversations in OpenAI's chat form, one JSON object a line; without it the sample house")
    private Path data;

    @Option(
            names = "--build-seconds",
            hidden = true,
            description = "What the build before took, for the table of times")
    private Long buildSeconds;

    private volatile boolean finished;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Screen screen = Screen.ofThisProcess();
        var run = new DemoRun(
                screen, Optional.ofNullable(data), options.settings().baseModel());
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> takeDown(screen)));
        try {
            run.run(new Starting(screen), Optional.ofNullable(buildSeconds).map(Duration::ofSeconds));
        } catch (WorldException e) {
            screen.line("");
            screen.line(
                    "The demo ends here; what runs goes on running: ./parlance status, ./parlance logs, ./parlance down.");
            throw e;
        } finally {
            finished = true;
        }
        return 0;
    }

    /** Only when the demo was broken off: after a failure the services stay for a look at them. */
    private void takeDown(Screen screen) {
        if (finished) return;
        screen.line("");
        screen.line("Broken off; stopping everything.");
        screen.mute();
        options.folder().launcher().stop();
    }

    private final class Starting implements DemoRun.World {
        private final WorldLauncher launcher = options.folder().launcher();
        private final WorldStart start;

        Starting(Screen screen) {
            start = new WorldStart(options, screen);
        }

        @Override
        public WorldState begin() {
            return start.begin(PATIENCE, WorldState::topicsReady);
        }

        @Override
        public WorldState ready() {
            return start.begin(PATIENCE, WorldState::ready);
        }

        @Override
        public boolean trainerLives() {
            Optional<WorldState> running = launcher.running();
            running.ifPresent(start::show);
            return running.flatMap(world -> world.child("trainer"))
                    .filter(trainer -> trainer.restarts() < MANY_RESTARTS)
                    .isPresent();
        }
    }
}
