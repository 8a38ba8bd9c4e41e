package io.parlance.preprocess.recipe.text;

import io.parlance.contracts.ConversationSubmitted;
import io.parlance.preprocess.recipe.operation.EveryTurn;
import io.parlance.preprocess.recipe.operation.Operation;
import io.parlance.preprocess.recipe.operation.Parameters;
import io.parlance.preprocess.recipe.operation.Verdict;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.da.DanishAnalyzer;
import org.apache.lucene.analysis.de.GermanAnalyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.es.SpanishAnalyzer;
import org.apache.lucene.analysis.fi.FinnishAnalyzer;
import org.apache.lucene.analysis.fr.FrenchAnalyzer;
import org.apache.lucene.analysis.it.ItalianAnalyzer;
import org.apache.lucene.analysis.nl.DutchAnalyzer;
import org.apache.lucene.analysis.no.NorwegianAnalyzer;
import org.apache.lucene.analysis.pt.PortugueseAnalyzer;
import org.apache.lucene.analysis.ru.RussianAnalyzer;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.sv.SwedishAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;

/**
 * Words that carry little meaning, as Lucene's analysers list them. A model that generates must see them, so unless told
 * otherwise only analysis ({@link #analysed}: what duplicates are compared by) goes without, and the turns stay.
 */
public final class StopWords implements Operation {
    public static final String NAME = "stop-words@1";

    private static final Map<String, Supplier<CharArraySet>> LISTS = new TreeMap<>(Map.ofEntries(
            Map.entry("da", DanishAnalyzer::getDefaultStopSet),
            Map.entry("de", GermanAnalyzer::getDefaultStopSet),
            Map.entry("en", EnglishAnalyzer::getDefaultStopSet),
            Map.entry("es", SpanishAnalyzer::getDefaultStopSet),
            Map.entry("fi", FinnishAnalyzer::getDefaultStopSet),
            Map.entry("fr", FrenchAnalyzer::getDefaultStopSet),
            Map.entry("it", ItalianAnalyzer::getDefaultStopSet),
            Map.entry("nl", DutchAnalyzer::getDefaultStopSet),
            Map.entry("no", NorwegianAnalyzer::getDefaultStopSet),
            Map.entry("pt", PortugueseAnalyzer::getDefaultStopSet),
            Map.entry("ru", RussianAnalyzer::getDefaultStopSet),
            Map.entry("sv", SwedishAnalyzer::getDefaultStopSet)));

    private final CharArraySet words;
    private final boolean forAnalysis;
    private final EveryTurn everyTurn = new EveryTurn(NAME, this::without);

    private StopWords(CharArraySet words, boolean forAnalysis) {
        this.words = words;
        this.forAnalysis = forAnalysis;
    }

    public static Operation of(Parameters parameters) {
        CharArraySet words = new CharArraySet(parameters.list("words", List.of()), true);
        for (String language : parameters.list("languages", List.of("en"))) {
            Supplier<CharArraySet> list = LISTS.get(language);
            if (list == null) {
                throw parameters.refused(
                        "languages",
                        "names '%s', expected some of %s".formatted(language, String.join(", ", LISTS.keySet())));
            }
            words.addAll(list.get());
        }
        if (words.isEmpty()) {
            throw parameters.refused("languages", "and words name no word, expected at least one");
        }
        String use = parameters.choice("for", "analysis", "analysis", "generation");
        return new StopWords(words, use.equals("analysis"));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Verdict apply(ConversationSubmitted conversation) {
        return forAnalysis ? Verdict.untouched(conversation) : everyTurn.apply(conversation);
    }

    @Override
    public String analysed(String text) {
        return forAnalysis ? without(text) : text;
    }

    /** The text without the words, and without the blanks that followed them. */
    private String without(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        int copied = 0;
        try (StandardTokenizer tokens = new StandardTokenizer()) {
            CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
            OffsetAttribute place = tokens.addAttribute(OffsetAttribute.class);
            tokens.setReader(new StringReader(text));
            tokens.reset();
            while (tokens.incrementToken()) {
                if (words.contains(term.buffer(), 0, term.length())) {
                    kept.append(text, copied, place.startOffset());
                    copied = place.endOffset();
                    while (copied < text.length() && text.charAt(copied) == ' ') {
                        copied++;
                    }
                }
            }
            tokens.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // of a text in memory: cannot be
        }
        return copied == 0
                ? text
                : kept.append(text, copied, text.length()).toString().strip();
    }
}
