package io.parlance.local;

import com.fasterxml.jackson.databind.JsonNode;
import io.parlance.local.console.Screen;
import io.parlance.local.demo.GatewayClient;
import io.parlance.local.demo.PathText;
import io.parlance.local.erase.ErasurePicture;
import io.parlance.local.erase.ErasureWatch;
import io.parlance.local.world.WorldException;
import java.io.Console;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "erase",
        description = "Erase what somebody said, one conversation, or a dataset, and show the receipt.",
        footer = "Exit code 0: there is a receipt; 5: not yet, it goes on by itself; 1: not done.")
final class EraseCommand implements Callable<Integer> {
    private static final int NOT_YET = 5;
    private static final Duration AWAY = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(500);

    @Mixin
    private FolderOptions options;

    @Option(names = "--subject", paramLabel = "S", description = "All conversations of this subject, in every dataset")
    private String subject;

    @Option(names = "--conversation", paramLabel = "ID", description = "One conversation")
    private String conversation;

    @Option(
            names = "--dataset",
            paramLabel = "NAME",
            description = "All of a dataset; with --conversation the dataset of that one, where several have it")
    private String dataset;

    @Option(names = "--follow", paramLabel = "ERASURE", description = "Follow an erasure that was asked for before")
    private String follow;

    @Option(names = "--yes", description = "Do not ask whether you mean it")
    private boolean yes;

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            defaultValue = "600",
            description = "How long to wait for the receipt, 1 to 86,400 (default 600)")
    private int patienceSeconds;

    @Option(names = "--json", description = "The receipt as it is")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        check();
        var gateway = new GatewayClient(options.running().baseUrl(), AWAY);
        Screen screen = Screen.ofThisProcess();
        String id = follow != null ? follow : requested(gateway);
        if (!json) screen.line("erasure %s", id);
        Screen steps = Screen.ofThisProcess();
        if (json) steps.mute();
        Optional<JsonNode> receipt =
                new ErasureWatch(gateway, steps, PAUSE).receipt(id, Duration.ofSeconds(patienceSeconds));
        if (receipt.isEmpty()) {
            System.err.printf(
                    "No receipt within %d s. The erasure goes on by itself; ./parlance erase --follow %s waits on.%n",
                    patienceSeconds, id);
            return NOT_YET;
        }
        if (json) screen.line(receipt.get().toPrettyString());
        else ErasurePicture.of(receipt.get()).forEach(screen::line);
        return 0;
    }

    private void check() {
        if (patienceSeconds < 1 || patienceSeconds > 86_400)
            throw new WorldException("--patience is %d; expected 1 to 86,400 seconds.".formatted(patienceSeconds));
        boolean ofDataset = dataset != null && conversation == null;
        int named = count(subject != null) + count(conversation != null) + count(ofDataset) + count(follow != null);
        if (named != 1 || dataset != null && (subject != null || follow != null))
            throw new WorldException(
                    "Name what is to be gone: --subject S, --conversation ID [--dataset NAME], or --dataset NAME.");
    }

    private static int count(boolean present) {
        return present ? 1 : 0;
    }

    private String requested(GatewayClient gateway) throws InterruptedException {
        String what;
        String path;
        if (subject != null) {
            what = "all that subject '%s' said".formatted(subject);
            path = "/subjects/" + PathText.encoded(subject);
        } else if (conversation != null) {
            what = "conversation '%s'%s".formatted(conversation, dataset == null ? "" : " of dataset " + dataset);
            path = "/conversations/" + PathText.encoded(conversation)
                    + (dataset == null ? "" : "?dataset=" + PathText.encoded(dataset));
        } else {
            what = "the whole dataset '%s'".formatted(dataset);
            path = "/datasets/" + PathText.encoded(dataset);
        }
        if (!yes && !isMeant(what)) throw new WorldException("Nothing was erased.");
        return gateway.delete(path).path("id").asText();
    }

    private static boolean isMeant(String what) {
        Console console = System.console();
        if (console == null || !console.isTerminal())
            throw new WorldException(
                    "This would erase %s, with everything that was made of it. Say --yes if you mean it."
                            .formatted(what));
        String answer =
                console.readLine("Erase %s, with everything that was made of it? It cannot be undone. [y/N] ", what);
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
    }
}
