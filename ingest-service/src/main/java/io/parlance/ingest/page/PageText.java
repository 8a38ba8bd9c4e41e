package io.parlance.ingest.page;

import io.parlance.ingest.format.Reading;
import io.parlance.ingest.format.RecordReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.dankito.readability4j.Article;
import net.dankito.readability4j.Readability4J;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** A page's own text, without the menus and notices around it, as records. */
final class PageText {
    private static final Set<String> HTML = Set.of("text/html", "application/xhtml+xml");
    private static final Set<String> PLAIN = Set.of("text/plain");
    private static final Pattern CHARSET = Pattern.compile("charset\\s*=\\s*\"?([^\\s;\"]+)", Pattern.CASE_INSENSITIVE);

    private PageText() {}

    /** Whether it is text that is read here. @param contentType as HTTP says it, or null */
    static boolean isReadable(String contentType) {
        return HTML.contains(type(contentType)) || PLAIN.contains(type(contentType));
    }

    static String type(String contentType) {
        return contentType == null ? "" : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    static RecordReader records(URI url, String contentType, byte[] body, String dataset, int maxRecordBytes)
            throws IOException {
        boolean html = HTML.contains(type(contentType));
        String text = html ? article(url, contentType, body) : new String(body, charset(contentType));
        return RecordReader.open(
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                Reading.ofFile(html ? "page.html" : name(url) + ".txt", dataset, maxRecordBytes));
    }

    /** What a reader would call the article; the whole page where none can be told from the rest. */
    private static String article(URI url, String contentType, byte[] body) throws IOException {
        Charset told = declared(contentType);
        Document page = Jsoup.parse(new ByteArrayInputStream(body), told == null ? null : told.name(), url.toString());
        String title = page.title();
        String whole = page.outerHtml();
        Article article = new Readability4J(url.toString(), whole).parse();
        String content = article.getContent();
        if (content == null || Jsoup.parse(content).text().isBlank()) {
            return whole;
        }
        Document made = Document.createShell(url.toString());
        made.title(article.getTitle() == null || article.getTitle().isBlank() ? title : article.getTitle());
        Element inner = made.body();
        inner.html(content);
        return made.outerHtml();
    }

    private static Charset charset(String contentType) {
        Charset told = declared(contentType);
        return told == null ? StandardCharsets.UTF_8 : told;
    }

    private static Charset declared(String contentType) {
        Matcher matcher = CHARSET.matcher(contentType == null ? "" : contentType);
        if (!matcher.find()) {
            return null;
        }
        try {
            return Charset.forName(matcher.group(1));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            return null;
        }
    }

    private static String name(URI url) {
        String path = url.getPath() == null ? "" : url.getPath();
        String last = path.substring(path.lastIndexOf('/') + 1);
        return last.isBlank() ? url.getHost() : last.replaceFirst("\\.txt$", "");
    }
}
