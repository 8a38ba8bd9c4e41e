package io.parlance.local;

import com.fasterxml.jackson.databind.JsonNode;
import io.parlance.local.console.Screen;
import io.parlance.local.data.ConversationPicture;
import io.parlance.local.data.DatasetPicture;
import io.parlance.local.demo.GatewayClient;
import io.parlance.local.demo.PathText;
import io.parlance.local.world.WorldException;
import io.parlance.local.world.WorldState;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "data", description = "Show what became of the conversations of a dataset, or of one conversation.")
final class DataCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Mixin
    private FolderOptions options;

    @Parameters(
            arity = "0..1",
            paramLabel = "DATASET",
            description = "One dataset in full; without it all of them, and the only one in full")
    private String named;

    @Option(names = "--conversation", paramLabel = "ID", description = "One conversation's whole story")
    private String conversation;

    @Option(
            names = "--dataset",
            paramLabel = "NAME",
            description = "The dataset of --conversation, where several have it")
    private String dataset;

    @Option(names = "--messages", description = "With --conversation: also the texts, as they are after cleaning")
    private boolean messages;

    @Option(names = "--json", description = "The service's answer as it is")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        check();
        WorldState world = options.running();
        var gateway = new GatewayClient(world.baseUrl(), PATIENCE);
        Screen screen = Screen.ofThisProcess();
        if (conversation != null) {
            JsonNode story = gateway.get(storyPath());
            show(screen, story, () -> ConversationPicture.of(story).forEach(screen::line));
            return 0;
        }
        String one = named != null ? named : dataset;
        if (one != null) {
            JsonNode figures = gateway.get("/datasets/" + PathText.encoded(one));
            show(screen, figures, () -> DatasetPicture.of(figures).forEach(screen::line));
            return 0;
        }
        JsonNode all = gateway.get("/datasets");
        show(screen, all, () -> showAll(screen, gateway, all));
        return 0;
    }

    private void check() {
        if (messages && conversation == null)
            throw new WorldException("--messages shows what one conversation says: name it with --conversation ID.");
        if (named != null && dataset != null && !named.equals(dataset))
            throw new WorldException("Two datasets are named, %s and %s: leave one out.".formatted(named, dataset));
    }

    private static void showAll(Screen screen, GatewayClient gateway, JsonNode all) throws InterruptedException {
        JsonNode datasets = all.path("data");
        if (datasets.isEmpty()) {
            screen.line("No conversation has come in yet.");
        } else if (datasets.size() == 1) {
            JsonNode only = gateway.get("/datasets/"
                    + PathText.encoded(datasets.path(0).path("name").asText()));
            DatasetPicture.of(only).forEach(screen::line);
        } else {
            DatasetPicture.ofAll(all).forEach(screen::line);
            screen.line("");
            screen.line("./parlance data DATASET shows one of them.");
        }
    }

    private String storyPath() {
        var path = new StringBuilder("/conversations/").append(PathText.encoded(conversation));
        String separator = "?";
        String where = dataset != null ? dataset : named;
        if (where != null) {
            path.append(separator).append("dataset=").append(PathText.encoded(where));
            separator = "&";
        }
        if (messages) path.append(separator).append("include=messages");
        return path.toString();
    }

    private interface Picture {
        void draw() throws InterruptedException;
    }

    private void show(Screen screen, JsonNode answer, Picture picture) throws InterruptedException {
        if (json) screen.line(answer.toPrettyString());
        else picture.draw();
    }
}
