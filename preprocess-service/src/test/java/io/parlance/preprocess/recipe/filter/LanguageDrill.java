package io.parlance.preprocess.recipe.filter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * How often a language is told wrongly, by the length of the text and the lead that is asked for. Needs
 * {@code -Dparlance.coffee}: conversations, all of them English.
 */
@Tag("drill")
class LanguageDrill {
    private static final double[] LEADS = {1, 1.05, 1.1, 1.15, 1.2, 1.3, 1.4, 1.5, 2, 3};
    private static final int[] LENGTHS = {1, 10, 20, 30, 40, 50, 60, 80, 100, 150};

    private final Languages languages = Languages.loaded();

    private record Told(int length, boolean right, double lead) {}

    @Test
    void wrongAndUndeterminedByLengthAndConfidence() throws IOException {
        String file = System.getProperty("parlance.coffee");
        assertThat(file).as("-Dparlance.coffee=<conversations.jsonl>").isNotNull();
        List<Told> turns = new ArrayList<>();
        List<Told> whole = new ArrayList<>();
        ObjectMapper json = new ObjectMapper();
        for (String line : Files.readAllLines(Path.of(file))) {
            StringBuilder all = new StringBuilder();
            for (JsonNode turn : json.readTree(line).path("messages")) {
                String role = turn.path("role").asText();
                String text = turn.path("content").asText();
                if ((role.equals("user") || role.equals("assistant")) && !text.isEmpty()) {
                    turns.add(told(text));
                    all.append(all.isEmpty() ? "" : "\n").append(text);
                }
            }
            whole.add(told(all.toString()));
        }
        show("turns", turns);
        show("conversations", whole);
        assertThat(whole).isNotEmpty();
    }

    private Told told(String text) {
        Languages.Guess guess = languages.guess(text.substring(0, Math.min(150, text.length())));
        return new Told(text.length(), guess.code().equals("en"), guess.lead());
    }

    private static void show(String what, List<Told> all) {
        System.out.println(
                what + ": " + all.size() + "; wrong/undetermined of those in a stretch of lengths, by least lead");
        StringBuilder heading = new StringBuilder(String.format(Locale.ROOT, "%12s %7s", "characters", "texts"));
        for (double lead : LEADS) {
            heading.append(String.format(Locale.ROOT, " %12s", lead));
        }
        System.out.println(heading);
        for (int i = 0; i < LENGTHS.length; i++) {
            int from = LENGTHS[i];
            int to = i + 1 < LENGTHS.length ? LENGTHS[i + 1] : Integer.MAX_VALUE;
            List<Told> here = all.stream()
                    .filter(t -> t.length() >= from && t.length() < to)
                    .toList();
            StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "%12s %7d", from + "+", here.size()));
            for (double least : LEADS) {
                long wrong = here.stream()
                        .filter(t -> t.lead() >= least && !t.right())
                        .count();
                long unsure = here.stream().filter(t -> t.lead() < least).count();
                row.append(String.format(Locale.ROOT, " %5d/%6d", wrong, unsure));
            }
            System.out.println(row);
        }
    }
}
