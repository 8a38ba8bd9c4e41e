package io.parlance.preprocess.recipe.text;

import io.parlance.preprocess.recipe.operation.EveryTurn;
import io.parlance.preprocess.recipe.operation.Operation;
import io.parlance.preprocess.recipe.operation.Parameters;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/**
 * HTML markup out, its text kept, its character references left for {@link DecodeEntities}. A text without markup is
 * left as it is, and within one that has some, only what is markup counts: {@code a < b} and {@code List<String>}
 * survive. Line breaks of the text stay; block elements and {@code <br>} make new ones.
 */
public final class StripHtml {
    public static final String NAME = "strip-html@2";

    private StripHtml() {}

    public static Operation of(Parameters none) {
        return new EveryTurn(NAME, StripHtml::clean);
    }

    static String clean(String text) {
        return new MarkupScanner(text).escaped().map(StripHtml::textOf).orElse(text);
    }

    private static String textOf(String html) {
        LineText lines = new LineText();
        Jsoup.parseBodyFragment(html).body().traverse(lines);
        return lines.text.toString();
    }

    /** Collects the text of a document in reading order. */
    private static final class LineText implements NodeVisitor {
        private final StringBuilder text = new StringBuilder();

        @Override
        public void head(Node node, int depth) {
            if (node instanceof TextNode words) {
                // Script, style and comments are data nodes, not text nodes, so they never come here.
                text.append(words.getWholeText());
            } else if (node instanceof Element element) {
                if (element.normalName().equals("br")) {
                    text.append('\n');
                } else if (startsLine(element)) {
                    breakLine();
                } else if (startsCell(element)) {
                    text.append('\t');
                }
            }
        }

        @Override
        public void tail(Node node, int depth) {
            if (node instanceof Element element && startsLine(element)) {
                breakLine();
            }
        }

        private static boolean startsLine(Element element) {
            String name = element.normalName();
            return !isCell(name)
                    && !isSilent(name)
                    && (element.isBlock() || name.equals("tr") || name.equals("option"));
        }

        private static boolean isSilent(String name) {
            return name.equals("script") || name.equals("style") || name.equals("body");
        }

        private static boolean startsCell(Element element) {
            return isCell(element.normalName()) && element.previousElementSibling() != null;
        }

        private static boolean isCell(String name) {
            return name.equals("td") || name.equals("th");
        }

        private void breakLine() {
            if (!text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
                text.append('\n');
            }
        }
    }
}
