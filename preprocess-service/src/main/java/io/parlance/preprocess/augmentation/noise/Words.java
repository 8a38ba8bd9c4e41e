package io.parlance.preprocess.augmentation.noise;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** A text as words and what stands between them; line breaks stay where they are. */
final class Words {
    private static final Pattern WORD = Pattern.compile("\\S+");

    private final List<String> words = new ArrayList<>();

    /** gaps[i] stands before words[i]; one more than words. */
    private final List<String> gaps = new ArrayList<>();

    Words(String text) {
        Matcher matcher = WORD.matcher(text);
        int end = 0;
        while (matcher.find()) {
            gaps.add(text.substring(end, matcher.start()));
            words.add(matcher.group());
            end = matcher.end();
        }
        gaps.add(text.substring(end));
    }

    int count() {
        return words.size();
    }

    String get(int index) {
        return words.get(index);
    }

    void set(int index, String word) {
        words.set(index, word);
    }

    void swapWithNext(int index) {
        Collections.swap(words, index, index + 1);
    }

    /** The text without these words, each with the gap before it. @param indexes in any order */
    String without(List<Integer> indexes) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < words.size(); i++) {
            if (!indexes.contains(i)) {
                text.append(text.isEmpty() ? "" : gaps.get(i)).append(words.get(i));
            }
        }
        return text.append(gaps.getLast()).toString();
    }

    String text() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < words.size(); i++) {
            text.append(gaps.get(i)).append(words.get(i));
        }
        return text.append(gaps.getLast()).toString();
    }

    /** So many of the positions that may be chosen, drawn by lot: share of them all, rounded, at least one. */
    static List<Integer> drawn(int positions, IntPredicate mayBeChosen, double share, Random lots) {
        List<Integer> open = new ArrayList<>(
                IntStream.range(0, positions).filter(mayBeChosen).boxed().toList());
        Collections.shuffle(open, lots);
        int most = Math.max(1, (int) Math.round(share * positions));
        return open.subList(0, Math.min(most, open.size()));
    }
}
