package io.parlance.local;

import com.fasterxml.jackson.databind.JsonNode;
import io.parlance.local.console.Screen;
import io.parlance.local.console.Table;
import io.parlance.local.leak.LeakCheckClient;
import io.parlance.local.world.WorldException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "leak-check",
        description = "Compare two files that should share nothing, or the splits of a dataset.",
        footer = "Exit code 0: nothing crosses; 4: something does; 1: not done.")
final class LeakCheckCommand implements Callable<Integer> {
    private static final int CROSSINGS_FOUND = 4;

    @Mixin
    private FolderOptions options;

    @Parameters(
            arity = "0..2",
            paramLabel = "FILE",
            description = "Two files: JSONL, a JSON array, or text line by line. None: the splits of --dataset")
    private List<Path> files = List.of();

    @Option(names = "--dataset", description = "The dataset to look at where no files are named (default live)")
    private String dataset;

    @Option(
            names = "--threshold",
            defaultValue = "0.7",
            description = "Least Jaccard index of near-duplicates' word 3-shingles, 0.3 to 1 (default 0.7)")
    private double threshold;

    @Option(names = "--limit", defaultValue = "20", description = "Pairs to show, 0 to 10,000 (default 20)")
    private int limit;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (dataset != null && !files.isEmpty())
            throw new WorldException(
                    "leak-check compares either two files or the splits of --dataset: name one of them.");
        LeakCheckClient client = new LeakCheckClient(options.running().baseUrl());
        JsonNode report = files.isEmpty()
                ? client.ofDataset(dataset == null ? "live" : dataset, threshold, limit)
                : client.ofFiles(files, threshold, limit);
        Screen screen = Screen.ofThisProcess();
        lines(report).forEach(screen::line);
        return report.path("leaks").asBoolean() ? CROSSINGS_FOUND : 0;
    }

    /** The report as people read it. */
    static List<String> lines(JsonNode report) {
        var lines = new java.util.ArrayList<String>();
        for (JsonNode side : report.path("sides"))
            lines.add("%s: %d texts, %d of them also elsewhere"
                    .formatted(
                            side.path("name").asText(),
                            side.path("texts").asLong(),
                            side.path("crossing").asLong()));
        report.path("unread")
                .properties()
                .forEach(unread -> lines.add("%s: %d lines could not be read, the first being %s"
                        .formatted(
                                unread.getKey(),
                                unread.getValue().path("total").asLong(),
                                unread.getValue().path("lines").path(0).asText())));
        var crossings = new Table("sides", "exact", "normalised", "near");
        for (JsonNode found : report.path("crossings"))
            crossings.row(
                    found.path("one").asText() + "/" + found.path("other").asText(),
                    found.path("exact").asLong(),
                    found.path("normalised").asLong(),
                    found.path("near").asLong());
        lines.addAll(crossings.lines());
        if (report.path("pairs").isEmpty()) return lines;
        lines.add("");
        var pairs = new Table("kind", "similarity", "one", "other");
        for (JsonNode pair : report.path("pairs"))
            pairs.row(
                    pair.path("kind").asText(),
                    "%.3f".formatted(pair.path("similarity").asDouble()),
                    place(pair.path("one")),
                    place(pair.path("other")));
        lines.addAll(pairs.lines());
        long more = report.path("total").asLong() - report.path("pairs").size();
        if (more > 0) lines.add("and %d more (--limit)".formatted(more));
        return lines;
    }

    private static String place(JsonNode member) {
        String place = member.path("side").asText();
        if (member.hasNonNull("line")) place += ":" + member.get("line").asLong();
        if (member.hasNonNull("id")) place += " " + member.get("id").asText();
        return place;
    }
}
