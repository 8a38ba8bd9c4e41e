package io.parlance.local;

import io.parlance.local.console.Screen;
import io.parlance.local.demo.ChatClient;
import io.parlance.local.demo.ChatClient.Message;
import io.parlance.local.topics.WorldFacts;
import io.parlance.local.world.WorldException;
import io.parlance.local.world.WorldState;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "chat", description = "Talk to the model that serves: one question, or a conversation.")
final class ChatCommand implements Callable<Integer> {
    @Mixin
    private FolderOptions options;

    @Option(names = "--model", description = "Another model by its id; the base stays addressable")
    private String model;

    @Option(names = "--system", description = "A system message")
    private String system;

    @Option(names = "--max-tokens", defaultValue = "256", description = "Longest answer (default 256)")
    private int maxTokens;

    @Option(names = "--temperature", defaultValue = "0", description = "0 (the default) answers the same every time")
    private double temperature;

    @Parameters(arity = "0..*", paramLabel = "WORD", description = "The question; without one a conversation begins")
    private List<String> words = List.of();

    @Override
    public Integer call() throws IOException, InterruptedException {
        WorldState world = options.running();
        Screen screen = Screen.ofThisProcess();
        String wanted = model != null
                ? model
                : WorldFacts.read(world.bootstrapServers())
                        .serving()
                        .orElseThrow(() -> new WorldException(
                                "No model serves yet: ./parlance logs trainer says how the import goes."));
        var client = new ChatClient(world.baseUrl());
        var history = new ArrayList<Message>();
        if (system != null) history.add(new Message("system", system));
        if (!words.isEmpty()) {
            history.add(new Message("user", String.join(" ", words)));
            client.stream(wanted, history, maxTokens, temperature, screen::print);
            screen.line("");
            return 0;
        }
        screen.line("%s answers. An empty line or Ctrl-D ends, /new begins anew.", wanted);
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (true) {
            screen.print("> ");
            String line = in.readLine();
            if (line == null || line.isBlank()) return 0;
            if (line.strip().equals("/new")) {
                history.removeIf(message -> !message.role().equals("system"));
                continue;
            }
            history.add(new Message("user", line));
            String answer = client.stream(wanted, history, maxTokens, temperature, screen::print);
            screen.line("");
            history.add(new Message("assistant", answer));
        }
    }
}
