package io.parlance.model.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A small byte-level BPE vocabulary, learnt from a few sentences in this file: ids 0 to 2 are {@code <|endoftext|>},
 * {@code <|im_start|>} and {@code <|im_end|>}, then the 256 bytes, then what the merges make. The same every time.
 */
public final class TinyVocabulary {
    public static final List<String> CONTROL_TOKENS = List.of("<|endoftext|>", "<|im_start|>", "<|im_end|>");

    private static final String CORPUS = """
            You are a helpful AI assistant. The quick brown fox jumps over the lazy dog, and the dog does not mind.
            system user assistant system user assistant What would you like to drink today? I would like a coffee.
            It's what we'll say they've done; I'd say you're right. IT'S WE'LL THEY'VE. The order is ready at 7:45pm.
            2024 costs 1234 and 5678, 100 200 300 400 2500 1999 2001.   three spaces    four spaces
            café naïve Ångström über Straße été déjà. Привет мир, привет мир. 日本語の日本語 中文 中文. 한국어 한국어
            def f(x):
                return x ** 2
            <html><b>bold</b></html> <|im_start <|im_end im_end| endoftext|> end text start
            xxxxxxxx xxxxxxxxxxxxxxxx ab ab ab abab abababab 👍👍👍 👍🏽
            """;

    private TinyVocabulary() {}

    /** @param pre which pre-tokenizer, by its GGUF name; @param merges how many merges to learn */
    public static GgufVocabulary create(String pre, int merges) {
        List<String> tokens = new ArrayList<>(CONTROL_TOKENS);
        for (int b = 0; b < 256; b++) {
            tokens.add(ByteAlphabet.symbol(b));
        }
        List<String> learnt = learn(pre, merges);
        Set<String> distinct = new LinkedHashSet<>(tokens);
        learnt.forEach(merge -> distinct.add(merge.replace(" ", "")));
        List<String> all = List.copyOf(distinct);
        List<Integer> types = new ArrayList<>();
        for (int id = 0; id < all.size(); id++) {
            types.add(id < CONTROL_TOKENS.size() ? GgufVocabulary.CONTROL : GgufVocabulary.NORMAL);
        }
        return new GgufVocabulary("gpt2", pre, all, learnt, types);
    }

    private static List<String> learn(String pre, int merges) {
        PreTokenizer preTokenizer = new GgufVocabulary("gpt2", pre, List.of(), List.of(), List.of())
                .definition()
                .preTokenizer();
        Map<List<String>, Integer> words = new LinkedHashMap<>();
        preTokenizer.split(
                CORPUS,
                0,
                CORPUS.length(),
                (start, end) -> words.merge(symbols(CORPUS.substring(start, end)), 1, (a, b) -> a + b));
        List<String> learnt = new ArrayList<>();
        Map<List<String>, Integer> current = words;
        while (learnt.size() < merges) {
            String best = mostFrequentPair(current);
            if (best == null) {
                break;
            }
            learnt.add(best);
            current = join(current, best);
        }
        return learnt;
    }

    private static List<String> symbols(String piece) {
        List<String> symbols = new ArrayList<>();
        for (byte b : piece.getBytes(StandardCharsets.UTF_8)) {
            symbols.add(ByteAlphabet.symbol(b & 0xFF));
        }
        return symbols;
    }

    private static String mostFrequentPair(Map<List<String>, Integer> words) {
        Map<String, Integer> counts = new HashMap<>();
        words.forEach((word, n) -> {
            for (int i = 0; i + 1 < word.size(); i++) {
                counts.merge(word.get(i) + " " + word.get(i + 1), n, (a, b) -> a + b);
            }
        });
        return counts.entrySet().stream()
                .max(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .orElse(null);
    }

    private static Map<List<String>, Integer> join(Map<List<String>, Integer> words, String pair) {
        Map<List<String>, Integer> joined = new LinkedHashMap<>();
        words.forEach((word, n) -> {
            List<String> next = new ArrayList<>();
            for (int i = 0; i < word.size(); i++) {
                if (i + 1 < word.size() && pair.equals(word.get(i) + " " + word.get(i + 1))) {
                    next.add(word.get(i) + word.get(++i));
                } else {
                    next.add(word.get(i));
                }
            }
            joined.merge(next, n, (a, b) -> a + b);
        });
        return joined;
    }
}
