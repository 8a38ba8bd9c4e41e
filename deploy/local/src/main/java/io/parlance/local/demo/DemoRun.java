package io.parlance.local.demo;

import io.parlance.contracts.BaseModelImported;
import io.parlance.contracts.EvaluationCompleted;
import io.parlance.contracts.ModelTrained;
import io.parlance.local.console.Screen;
import io.parlance.local.topics.WorldFacts;
import io.parlance.local.world.WorldState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The demo from the first step to the last. */
public final class DemoRun {
    private final Screen screen;
    private final ConversationFile conversations;
    private final Optional<String> base;
    private final Timings timings = new Timings();

    /** @param data anyone's JSONL; without one the sample house @param base reference of the base model that is wanted */
    public DemoRun(Screen screen, Optional<Path> data, Optional<String> base) {
        this.screen = screen;
        this.conversations = new ConversationFile(data);
        this.base = base;
    }

    /** Brings up the world. */
    public interface World {
        /** Starts it, or finds it; its topics are there. */
        WorldState begin();

        /** Waits until all of it is ready. */
        WorldState ready();

        /** False when the trainer keeps ending. */
        boolean trainerLives();
    }

    /** @param building how long the build before took */
    public void run(World starting, Optional<Duration> building) throws IOException, InterruptedException {
        building.ifPresent(duration -> timings.add("build", duration));
        heading(1, "Start Kafka, the five services and the gateway");
        WorldState world = starting.begin();
        timings.end("start");

        heading(2, "A pre-trained base model");
        var demo = new Demo(world, screen, timings);
        BaseModelImported imported = demo.awaitBaseModel(base, starting::trainerLives);
        starting.ready();
        timings.end("base model");

        heading(3, "Stream in the conversations: " + conversations.name());
        demo.submit(conversations);

        heading(4, "Fine-tune with LoRA");
        ModelTrained trained = demo.train(imported, new RunStart(Duration.ofMinutes(5)));
        timings.end("training and export");

        heading(5, "Evaluate on conversations that were held out");
        EvaluationCompleted evaluation = demo.evaluate(trained);

        heading(6, "The same questions, before and after");
        String served = evaluation.verdict() == EvaluationCompleted.Verdict.PROMOTE
                ? evaluation.candidate().id()
                : WorldFacts.read(world.bootstrapServers())
                        .serving()
                        .orElse(imported.model().id());
        demo.ask(questions(world), imported.model().id(), served);
        timings.end("answers");

        heading(7, "How to go on");
        goOn(world);
        screen.line("");
        timings.lines().forEach(line -> screen.line("   " + line));
    }

    private List<Questions.Question> questions(WorldState world) throws IOException {
        return conversations.isSampleHouse()
                ? Questions.ofTheSampleHouse()
                : Questions.heldOut(world.bootstrapServers(), conversations.ids());
    }

    private void goOn(WorldState world) {
        screen.line("   talk        ./parlance chat");
        screen.line("   any client  base URL %s, model \"parlance\" (whatever serves), any API key", world.baseUrl());
        screen.line("   curl        curl %s/chat/completions -H 'content-type: application/json' \\", world.baseUrl());
        screen.line(
                "                 -d '{\"model\":\"parlance\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello!\"}]}'");
        screen.line("   subscribe   curl -N '%s/evaluations/events?after=earliest'", world.baseUrl());
        screen.line("   more data   curl %s/conversations -H 'content-type: application/x-ndjson' \\", world.baseUrl());
        screen.line("                 --data-binary @FILE.jsonl   (then ./parlance demo again)");
        screen.line("   look        ./parlance status, ./parlance logs SERVICE -f");
        screen.line("   stop        ./parlance down   (all data stays in %s)", world.dataFolder());
        if (!Path.of(".parlance").toAbsolutePath().normalize().toString().equals(world.dataFolder()))
            screen.line("   each with   PARLANCE_HOME=%s", world.dataFolder());
    }

    private void heading(int number, String text) {
        screen.line("");
        screen.line("%d. %s", number, text);
    }
}
