package io.parlance.local.data;

import com.fasterxml.jackson.databind.JsonNode;
import io.parlance.local.console.Bar;
import io.parlance.local.console.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The answer of {@code GET /v1/datasets/{name}} as lines. */
public final class DatasetPicture {
    private static final List<String> SPLITS = List.of("train", "validation", "test");
    private static final int MOST_ROWS = 20;

    private final JsonNode dataset;
    private final List<String> lines = new ArrayList<>();

    private DatasetPicture(JsonNode dataset) {
        this.dataset = dataset;
    }

    /** @param dataset the service's answer */
    public static List<String> of(JsonNode dataset) {
        return new DatasetPicture(dataset).draw();
    }

    /** Several datasets, a row each. @param list the answer of {@code GET /v1/datasets} */
    public static List<String> ofAll(JsonNode list) {
        var table = new Table("dataset", "in", "prepared", "dropped", "rejected", "erased", "in progress", "balance");
        for (JsonNode dataset : list.path("data")) {
            JsonNode balance = dataset.path("balance");
            table.row(
                    dataset.path("name").asText(),
                    count(balance.path("in")),
                    count(balance.path("prepared")),
                    count(balance.path("dropped")),
                    count(balance.path("rejected")),
                    count(balance.path("erased")),
                    count(balance.path("in_progress")),
                    balance.path("balanced").asBoolean() ? "balanced" : "open");
        }
        return table.lines();
    }

    private List<String> draw() {
        flow();
        counted("dropped because", dataset.path("dropped"), "reason", true);
        counted("rejected at", dataset.path("rejected"), "origin", false);
        counted("came by", dataset.path("sources"), "kind", false);
        counted("came from", dataset.path("places"), "place", false);
        lengths();
        counted("languages", dataset.path("languages"), "language", false);
        strata();
        changes();
        return lines;
    }

    private void flow() {
        JsonNode balance = dataset.path("balance");
        long in = balance.path("in").asLong();
        lines.add("dataset %s: %s"
                .formatted(
                        dataset.path("name").asText(),
                        balance.path("balanced").asBoolean()
                                ? "balanced, in = prepared + dropped + rejected"
                                        + (balance.path("erased").asLong() > 0 ? " + erased" : "")
                                : "%s on their way".formatted(count(balance.path("in_progress")))));
        var table = new Table("", "conversations", "");
        table.row("in", count(balance.path("in")), "");
        for (String outcome : List.of("prepared", "dropped", "rejected", "erased", "in_progress")) {
            long count = balance.path(outcome).asLong();
            if (count == 0 && (outcome.equals("in_progress") || outcome.equals("erased"))) continue;
            table.row("  " + outcome.replace('_', ' '), grouped(count), Bar.ofShare(count, in));
        }
        lines.addAll(table.lines());
        JsonNode splits = dataset.path("splits");
        long prepared = balance.path("prepared").asLong();
        if (prepared == 0) return;
        title("prepared, by split");
        var bySplit = new Table("", "conversations", "");
        for (String split : SPLITS)
            bySplit.row(
                    "  " + split,
                    count(splits.path(split)),
                    Bar.ofShare(splits.path(split).asLong(), prepared));
        add(bySplit);
    }

    private void counted(String title, JsonNode rows, String name, boolean withExample) {
        if (rows.isEmpty()) return;
        title(title);
        long total = 0;
        for (JsonNode row : rows) total += row.path("conversations").asLong();
        var table = new Table("", "", "", "");
        int shown = 0;
        for (JsonNode row : rows) {
            if (shown++ == MOST_ROWS) break;
            long count = row.path("conversations").asLong();
            table.row(
                    "  " + row.path(name).asText(),
                    grouped(count),
                    Bar.ofShare(count, total),
                    withExample && row.hasNonNull("example")
                            ? "such as " + row.path("example").asText()
                            : "");
        }
        add(table);
        if (rows.size() > MOST_ROWS) lines.add("  and %d more".formatted(rows.size() - MOST_ROWS));
    }

    private void lengths() {
        JsonNode buckets = dataset.path("lengths");
        if (buckets.isEmpty()) return;
        JsonNode examples = dataset.path("examples");
        title("lengths: %s examples, %s tokens, %s of them trained"
                .formatted(
                        count(examples.path("total")),
                        count(examples.path("tokens")),
                        count(examples.path("trained_tokens"))));
        long most = 1;
        for (JsonNode bucket : buckets)
            most = Math.max(most, bucket.path("examples").asLong());
        var table = new Table("", "", "");
        for (JsonNode bucket : buckets) {
            long count = bucket.path("examples").asLong();
            table.row(
                    "  %s to %s tokens".formatted(count(bucket.path("from_tokens")), count(bucket.path("to_tokens"))),
                    grouped(count),
                    "#".repeat((int) Math.max(1, Math.round(30.0 * count / most))));
        }
        add(table);
    }

    private void strata() {
        JsonNode strata = dataset.path("strata");
        if (strata.isEmpty()) return;
        title("strata, share in each split");
        var table = new Table("  stratum", "conversations", "train", "validation", "test");
        int shown = 0;
        for (JsonNode stratum : strata) {
            if (shown++ == MOST_ROWS) break;
            long all = stratum.path("conversations").asLong();
            table.row(
                    "  " + stratum.path("stratum").asText(),
                    grouped(all),
                    share(stratum.path("train"), all),
                    share(stratum.path("validation"), all),
                    share(stratum.path("test"), all));
        }
        lines.addAll(table.lines());
        if (strata.size() > MOST_ROWS) lines.add("  and %d more".formatted(strata.size() - MOST_ROWS));
    }

    private void changes() {
        JsonNode changes = dataset.path("changes");
        if (changes.isEmpty()) return;
        title("changed by");
        var table = new Table("  operation", "conversations", "turns");
        for (JsonNode change : changes)
            table.row(
                    "  " + change.path("operation").asText(),
                    count(change.path("conversations")),
                    count(change.path("turns")));
        lines.addAll(table.lines());
    }

    private void title(String title) {
        lines.add("");
        lines.add(title);
    }

    /** A table whose heading says nothing. */
    private void add(Table table) {
        lines.addAll(table.lines().subList(1, table.lines().size()));
    }

    private static String share(JsonNode count, long all) {
        return all == 0 ? "-" : String.format(Locale.ROOT, "%.1f %%", 100.0 * count.asLong() / all);
    }

    private static String count(JsonNode count) {
        return grouped(count.asLong());
    }

    private static String grouped(long count) {
        return String.format(Locale.ROOT, "%,d", count).replace(',', ' ');
    }
}
