package io.parlance.local.data;

import com.fasterxml.jackson.databind.JsonNode;
import io.parlance.local.console.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The answer of {@code GET /v1/conversations/{id}} as lines: one conversation's whole story. */
public final class ConversationPicture {
    private final JsonNode story;
    private final List<String> lines = new ArrayList<>();

    private ConversationPicture(JsonNode story) {
        this.story = story;
    }

    /** @param story the service's answer */
    public static List<String> of(JsonNode story) {
        return new ConversationPicture(story).draw();
    }

    private List<String> draw() {
        lines.add("conversation %s of dataset %s: %s".formatted(text("id"), text("dataset"), status()));
        lines.add("");
        fact("accepted", text("accepted_at"));
        fact("from", source());
        fact("position", text("position"));
        fact("turns", text("turns"));
        fact("label", text("label"));
        fact("subject", text("subject"));
        fact("parent", text("parent", "conversationId"));
        fact("made by", text("parent", "method"));
        fact("children", list(story.path("children")));
        for (JsonNode change : story.path("changes"))
            fact(
                    "changed by",
                    "%s (%s)"
                            .formatted(
                                    change.path("operation").asText(),
                                    turns(change.path("turns").asInt())));
        outcome();
        messages();
        events();
        return lines;
    }

    private String status() {
        return switch (text("status")) {
            case "prepared" -> "prepared, in split " + text("split");
            case "dropped" -> "dropped, " + text("reason");
            case "in_progress" -> "on its way";
            case "gone" -> "its records were erased since";
            default -> text("status");
        };
    }

    private String source() {
        JsonNode source = story.path("source");
        if (!source.isObject()) return text("status").equals("rejected") ? text("rejection", "origin") : "kafka";
        var from = new StringBuilder(source.path("kind").asText())
                .append(' ')
                .append(source.path("place").asText());
        if (source.hasNonNull("line"))
            from.append(", line ").append(source.path("line").asText());
        if (source.hasNonNull("format"))
            from.append(", as ").append(source.path("format").asText());
        return from.toString();
    }

    private void outcome() {
        fact("reason", text("reason"));
        fact("detail", text("detail"));
        if (story.hasNonNull("twin"))
            fact(
                    "twin",
                    "%s, similarity %s"
                            .formatted(
                                    text("twin", "id"),
                                    String.format(
                                            Locale.ROOT,
                                            "%.3f",
                                            story.path("twin")
                                                    .path("similarity")
                                                    .asDouble())));
        for (JsonNode violation : story.path("rejection").path("violations"))
            fact(
                    "refused",
                    "%s %s"
                            .formatted(
                                    violation.path("field").asText(),
                                    violation.path("rule").asText())
                            .strip());
        fact("stratum", text("stratum"));
        fact("language", text("language"));
        fact("group", text("group"));
        fact("parts", text("parts"));
        if (story.hasNonNull("tokens"))
            fact("tokens", "%s, %s of them trained".formatted(text("tokens", "total"), text("tokens", "trained")));
        fact("base model", text("base_model"));
        fact("recipe", text("recipe_sha256"));
        fact("tokenizer", text("tokenizer_sha256"));
    }

    private void messages() {
        if (!story.hasNonNull("messages")) return;
        lines.add("");
        for (JsonNode message : story.path("messages"))
            lines.add("  %s: %s"
                    .formatted(
                            message.path("role").asText(),
                            message.path("content").asText().replace("\n", "\n    ")));
    }

    private void events() {
        lines.add("");
        var table = new Table("time", "record", "says");
        for (JsonNode event : story.path("events"))
            table.row(
                    event.path("time").asText(),
                    "%s-%s@%s"
                            .formatted(
                                    event.path("topic").asText(),
                                    event.path("partition").asText(),
                                    event.path("offset").asText()),
                    event.path("gone").asBoolean()
                            ? "taken away"
                            : event.path("reason").asText(""));
        lines.addAll(table.lines());
        long more = story.path("events_total").asLong() - story.path("events").size();
        if (more > 0) lines.add("and %d more".formatted(more));
    }

    private void fact(String name, String value) {
        if (!value.isEmpty()) lines.add("  %-11s %s".formatted(name, value));
    }

    private static String list(JsonNode names) {
        var all = new ArrayList<String>();
        names.forEach(name -> all.add(name.asText()));
        return String.join(", ", all);
    }

    private static String turns(int turns) {
        return turns == 1 ? "1 turn" : turns + " turns";
    }

    private String text(String... path) {
        JsonNode node = story;
        for (String name : path) node = node.path(name);
        return node.isMissingNode() || node.isNull() ? "" : node.asText();
    }
}
