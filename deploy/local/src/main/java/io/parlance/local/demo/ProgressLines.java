package io.parlance.local.demo;

import io.parlance.contracts.TrainingProgressed;
import io.parlance.local.console.Bar;
import io.parlance.local.console.Screen;
import io.parlance.local.console.Spans;
import java.time.Duration;
import java.util.Optional;

/** Shows a run's progress: on a terminal as a bar, elsewhere a line for every tenth. */
final class ProgressLines {
    private final Screen screen;
    private final long begun = System.nanoTime();
    private long shownTenth = -1;

    ProgressLines(Screen screen) {
        this.screen = screen;
    }

    void show(Optional<TrainingProgressed> latest) {
        if (latest.isEmpty()) {
            screen.status("   waiting for the first step (%s)"
                    .formatted(Spans.of(Duration.ofNanos(System.nanoTime() - begun))));
            return;
        }
        TrainingProgressed now = latest.get();
        String words = words(now);
        screen.status("   " + words);
        long tenth = now.totalSteps() == 0 ? 0 : 10 * now.step() / now.totalSteps();
        if (screen.isTerminal() || tenth == shownTenth) return;
        shownTenth = tenth;
        screen.line("   " + words);
    }

    private static String words(TrainingProgressed now) {
        if (now.phase() == TrainingProgressed.Phase.PREPARING) return "preparing the data";
        if (now.phase() == TrainingProgressed.Phase.EXPORTING)
            return Bar.of(1, 1) + " writing the adapter, the merged model and its served form";
        var words = new StringBuilder(
                "%s step %d/%d".formatted(Bar.of(now.step(), now.totalSteps()), now.step(), now.totalSteps()));
        if (now.trainLoss() != null) words.append("  loss %.3f".formatted(now.trainLoss()));
        if (now.validationLoss() != null) words.append("  validation %.3f".formatted(now.validationLoss()));
        if (now.learningRate() != null) words.append("  lr %.1e".formatted(now.learningRate()));
        if (now.tokensPerSecond() != null) words.append("  %.0f tokens/s".formatted(now.tokensPerSecond()));
        if (now.remainingSeconds() != null)
            words.append("  %s left".formatted(Spans.of(Duration.ofSeconds(Math.round(now.remainingSeconds())))));
        return words.toString();
    }
}
