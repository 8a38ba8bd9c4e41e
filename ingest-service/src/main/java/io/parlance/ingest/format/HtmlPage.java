package io.parlance.ingest.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;
import org.jsoup.select.NodeVisitor;

/** HTML as a page: its headings make the sections. Scripts, styles, navigation, forms and footers are left out. */
final class HtmlPage {
    private static final String LEFT_OUT =
            "script, style, noscript, template, svg, iframe, object, nav, footer, form, button, [hidden]";
    private static final Set<String> PARAGRAPHS = Set.of(
            "p", "div", "section", "article", "main", "ul", "ol", "dl", "table", "blockquote", "pre", "figure", "hr");
    private static final Set<String> LINES = Set.of("br", "li", "tr", "dt", "dd", "caption", "figcaption");

    private final HeadingPath path = new HeadingPath();
    private final List<Page.Section> sections = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private Long begins;

    private HtmlPage() {}

    static Page of(String html) {
        Parser parser = Parser.htmlParser().setTrackPosition(true);
        Document document = parser.parseInput(html, "");
        document.select(LEFT_OUT).remove();
        HtmlPage page = new HtmlPage();
        document.body().traverse(page.visitor());
        page.close();
        String title = document.title().strip();
        return new Page(title.isEmpty() ? null : title, page.sections);
    }

    private NodeVisitor visitor() {
        return new NodeVisitor() {
            private Element heading;

            @Override
            public void head(Node node, int depth) {
                if (heading != null) {
                    return;
                }
                if (node instanceof Element element) {
                    if (level(element) > 0) {
                        heading = element;
                        close();
                    } else {
                        separate(element);
                    }
                } else if (node instanceof TextNode said) {
                    say(said);
                }
            }

            @Override
            public void tail(Node node, int depth) {
                if (node == heading) {
                    path.open(level(heading), heading.text().strip());
                    begins = line(heading);
                    heading = null;
                } else if (heading == null && node instanceof Element element) {
                    separate(element);
                }
            }
        };
    }

    private void say(TextNode said) {
        boolean asItIs = said.parent() instanceof Element parent && parent.closest("pre") != null;
        String words = asItIs ? said.getWholeText() : said.getWholeText().replaceAll("[ \t\r\n\f]+", " ");
        if (!asItIs && (text.isEmpty() || Character.isWhitespace(text.charAt(text.length() - 1)))) {
            words = words.stripLeading();
        }
        if (begins == null && !words.isBlank()) {
            begins = (long) said.sourceRange().start().lineNumber();
        }
        text.append(words);
    }

    private void separate(Element element) {
        String name = element.normalName();
        if (PARAGRAPHS.contains(name)) {
            text.append("\n\n");
        } else if (LINES.contains(name)) {
            text.append('\n');
        } else if (name.equals("td") || name.equals("th")) {
            text.append(' ');
        }
    }

    private void close() {
        String said = text.toString()
                .replaceAll("[ \t]+\n", "\n")
                .replaceAll("\n{3,}", "\n\n")
                .strip();
        if (!said.isEmpty()) {
            sections.add(new Page.Section(path.headings(), said, begins));
        }
        text.setLength(0);
        begins = null;
    }

    private static int level(Element element) {
        String name = element.normalName();
        return name.length() == 2 && name.charAt(0) == 'h' && name.charAt(1) >= '1' && name.charAt(1) <= '6'
                ? name.charAt(1) - '0'
                : 0;
    }

    private static long line(Element element) {
        return Math.max(1, element.sourceRange().start().lineNumber());
    }
}
