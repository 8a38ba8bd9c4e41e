package io.parlance.local.erase;

import com.fasterxml.jackson.databind.JsonNode;
import io.parlance.local.console.Table;
import java.util.ArrayList;
import java.util.List;

/** A receipt as people read it. */
public final class ErasurePicture {
    private static final int MOST_SHOWN = 20;

    private final JsonNode receipt;
    private final List<String> lines = new ArrayList<>();

    private ErasurePicture(JsonNode receipt) {
        this.receipt = receipt;
    }

    /** @param receipt as {@code erasures.completed.v1} holds it */
    public static List<String> of(JsonNode receipt) {
        return new ErasurePicture(receipt).drawn();
    }

    private List<String> drawn() {
        long conversations = receipt.path("conversations").asLong();
        lines.add("receipt %s, %d s after it was asked for: %s"
                .formatted(
                        receipt.path("erasureId").asText(),
                        receipt.path("completedAt").asLong()
                                - receipt.path("requestedAt").asLong(),
                        conversations == 0
                                ? "there was no conversation to erase"
                                : number(conversations, "conversation") + (conversations == 1 ? " is" : " are")
                                        + " gone"));
        listed();
        topics();
        names("uploaded files whose bytes are gone", receipt.path("files"));
        names("left with you, for it is not Parlance's to remove", receipt.path("leftWithYou"));
        versions();
        runs();
        return lines;
    }

    private void listed() {
        int shown = Math.min(MOST_SHOWN, receipt.path("listed").size());
        for (int i = 0; i < shown; i++) {
            JsonNode one = receipt.path("listed").path(i);
            lines.add("  %s of %s"
                    .formatted(one.path("id").asText(), one.path("dataset").asText()));
        }
        long more = receipt.path("conversations").asLong() - shown;
        if (more > 0) lines.add("  and %d more (--json lists the first 1000)".formatted(more));
    }

    private void topics() {
        if (receipt.path("topics").isEmpty()) return;
        lines.add("");
        var table = new Table("topic", "records", "gone", "rewritten");
        for (JsonNode proof : receipt.path("topics"))
            table.row(
                    proof.path("topic").asText(),
                    proof.path("records").asLong(),
                    proof.path("gone").asLong(),
                    proof.path("rewritten").asLong());
        lines.addAll(table.lines());
    }

    private void names(String heading, JsonNode names) {
        if (names.isEmpty()) return;
        lines.add("");
        lines.add(heading + ":");
        names.forEach(name -> lines.add("  " + name.asText()));
    }

    private void versions() {
        if (receipt.path("datasetVersions").isEmpty()) return;
        lines.add("");
        lines.add("dataset versions that had held them:");
        for (JsonNode version : receipt.path("datasetVersions"))
            lines.add("  %s of %s"
                    .formatted(
                            version.path("id").asText(), version.path("dataset").asText()));
    }

    private void runs() {
        if (receipt.path("runs").isEmpty()) return;
        lines.add("");
        var table = new Table("training run that had held them", "its model", "");
        for (JsonNode run : receipt.path("runs"))
            table.row(
                    run.path("runId").asText(),
                    run.path("model").asText("none"),
                    run.path("serving").asBoolean() ? "serves now" : "");
        lines.addAll(table.lines());
        lines.add(
                "A model is not untrained: to be rid of what one learnt, train again; a new job holds only what is left.");
    }

    static String number(long count, String of) {
        return "%d %s%s".formatted(count, of, count == 1 ? "" : "s");
    }
}
