package io.parlance.ingest.format;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Plain text as a page. Its title is the first paragraph if that is one short line without a sentence's end. Lines that
 * begin with one to six {@code #} are headings, as Markdown has them, except between {@code ```} fences.
 */
final class TextPage {
    private static final int TITLE_CHARACTERS = 120;
    private static final Pattern HEADING = Pattern.compile("(#{1,6})[ \t]+(\\S.*)");

    private final HeadingPath path = new HeadingPath();
    private final List<Page.Section> sections = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    /** Line of the section's heading or first text; 0 as long as there is none. */
    private long begins;

    private TextPage() {}

    /** @param otherwise the title when the text has none; or null */
    static Page of(String text, String otherwise) {
        return new TextPage().page(text.split("\r\n|\r|\n", -1), otherwise);
    }

    private Page page(String[] lines, String otherwise) {
        int start = 0;
        while (start < lines.length && lines[start].isBlank()) {
            start++;
        }
        String title = otherwise;
        if (start < lines.length && isTitle(lines, start)) {
            title = lines[start++].strip();
        }
        boolean fenced = false;
        for (int i = start; i < lines.length; i++) {
            fenced ^= lines[i].stripLeading().startsWith("```");
            Matcher heading = HEADING.matcher(lines[i].strip());
            if (!fenced && heading.matches()) {
                close();
                path.open(heading.group(1).length(), heading.group(2).replaceAll("[ \t]+#+$", ""));
                begins = i + 1;
            } else {
                if (begins == 0 && !lines[i].isBlank()) {
                    begins = i + 1;
                }
                text.append(text.isEmpty() && lines[i].isBlank() ? "" : lines[i] + "\n");
            }
        }
        close();
        return new Page(title, sections);
    }

    private static boolean isTitle(String[] lines, int at) {
        String line = lines[at].strip();
        return line.length() <= TITLE_CHARACTERS
                && !HEADING.matcher(line).matches()
                && !line.matches(".*[.!?:;,]")
                && (at + 1 == lines.length || lines[at + 1].isBlank());
    }

    private void close() {
        if (!text.toString().isBlank()) {
            sections.add(new Page.Section(path.headings(), text.toString().strip(), begins));
        }
        text.setLength(0);
        begins = 0;
    }
}
