package io.parlance.local;

import io.parlance.local.world.Service;
import io.parlance.local.world.WorldException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "logs", description = "Show the end of the logs: of one process, or of all.")
final class LogsCommand implements Callable<Integer> {
    private static final int TAIL_BYTES = 256 * 1024;

    @Mixin
    private FolderOptions options;

    @Parameters(
            arity = "0..1",
            paramLabel = "PROCESS",
            description = "ingest, preprocess, trainer, evaluator, inference, broker or supervisor")
    private String process;

    @Option(names = "-f", description = "Go on showing what is added")
    private boolean follow;

    @Option(names = "-n", defaultValue = "40", description = "Lines of each log (default 40)")
    private int lines;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var known = new ArrayList<>(List.of("supervisor", "broker"));
        Arrays.stream(Service.values()).map(Service::title).forEach(known::add);
        if (process != null && !known.contains(process))
            throw new WorldException(
                    "There is no process '%s'; there are %s.".formatted(process, String.join(", ", known)));
        List<String> shown = process == null ? known : List.of(process);
        Map<String, Long> positions = new LinkedHashMap<>();
        for (String name : shown) {
            Path log = options.folder().log(name);
            if (Files.notExists(log)) {
                System.out.println(prefix(name) + "(no log yet: " + log + ")");
                positions.put(name, 0L);
            } else {
                positions.put(name, showTail(name, log));
            }
        }
        while (follow) {
            for (String name : shown) positions.compute(name, (ignored, from) -> showAdded(name, from));
            Thread.sleep(300);
        }
        return 0;
    }

    private long showTail(String name, Path log) throws IOException {
        long size = Files.size(log);
        List<String> tail =
                read(log, Math.max(0, size - TAIL_BYTES), size).lines().toList();
        tail.subList(Math.max(0, tail.size() - lines), tail.size())
                .forEach(line -> System.out.println(prefix(name) + line));
        return size;
    }

    private long showAdded(String name, long from) {
        Path log = options.folder().log(name);
        try {
            long size = Files.exists(log) ? Files.size(log) : 0;
            // A shorter file was begun anew.
            long start = size < from ? 0 : from;
            if (size > start) read(log, start, size).lines().forEach(line -> System.out.println(prefix(name) + line));
            return size;
        } catch (IOException unreadable) {
            return from;
        }
    }

    private String prefix(String name) {
        return process == null ? "%-10s | ".formatted(name) : "";
    }

    private static String read(Path log, long from, long to) throws IOException {
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            byte[] bytes = new byte[(int) Math.min(to - from, 8 << 20)];
            file.seek(from);
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
