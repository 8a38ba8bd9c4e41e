package io.parlance.ingest.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes conversations of a page: each section is one, or several when it is long. The user's turn is where it stands
 * (title and headings, and the part), the assistant's what is said there.
 */
public final class Sections {
    /** Longest answer made of a section, in characters; a longer section becomes parts, cut between paragraphs. */
    public static final int PART_CHARACTERS = 2_000;

    private Sections() {}

    /** A question and its answer. @param line on which the section begins, or null */
    public record Exchange(String asked, String answered, Long line) {
        /** In OpenAI's chat shape. */
        public Map<String, Object> chat() {
            Map<String, Object> chat = new LinkedHashMap<>();
            List<Object> messages = new ArrayList<>();
            messages.add(new LinkedHashMap<>(Map.of("role", "user", "content", asked)));
            messages.add(new LinkedHashMap<>(Map.of("role", "assistant", "content", answered)));
            chat.put("messages", messages);
            return chat;
        }
    }

    /** Sections without text, or without title and heading, give none. */
    public static List<Exchange> exchanges(Page page) {
        List<Exchange> exchanges = new ArrayList<>();
        for (Page.Section section : page.sections()) {
            String asked = asked(page.title(), section.headings());
            List<String> parts = parts(section.text());
            for (int i = 0; i < parts.size() && !asked.isEmpty(); i++) {
                exchanges.add(new Exchange(
                        parts.size() == 1 ? asked : "%s (part %d)".formatted(asked, i + 1),
                        parts.get(i),
                        section.line()));
            }
        }
        return exchanges;
    }

    private static String asked(String title, List<String> headings) {
        Set<String> path = new LinkedHashSet<>();
        if (title != null && !title.isBlank()) {
            path.add(title.strip());
        }
        headings.stream().map(String::strip).filter(h -> !h.isEmpty()).forEach(path::add);
        return String.join(": ", path);
    }

    /** Paragraphs together up to the limit; a longer paragraph is cut at white space. */
    static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (String paragraph : text.strip().split("\n[ \t]*\n\\s*")) {
            String rest = paragraph.stripTrailing();
            if (!part.isEmpty() && part.length() + 2 + rest.length() > PART_CHARACTERS) {
                parts.add(part.toString());
                part.setLength(0);
            }
            while (rest.length() > PART_CHARACTERS) {
                int cut = cut(rest);
                parts.add(rest.substring(0, cut).stripTrailing());
                rest = rest.substring(cut).stripLeading();
            }
            if (!rest.isBlank()) {
                part.append(part.isEmpty() ? "" : "\n\n").append(rest);
            }
        }
        if (!part.isEmpty()) {
            parts.add(part.toString());
        }
        return parts;
    }

    private static int cut(String text) {
        int end = PART_CHARACTERS;
        while (end > PART_CHARACTERS / 2 && !Character.isWhitespace(text.charAt(end))) {
            end--;
        }
        if (end > PART_CHARACTERS / 2) {
            return end;
        }
        return Character.isLowSurrogate(text.charAt(PART_CHARACTERS)) ? PART_CHARACTERS - 1 : PART_CHARACTERS;
    }
}
