package io.parlance.preprocess.augmentation;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** A method that turns the order of the words around; it fails at "fails" and is away at "away". */
public record ReversedWords(String name) implements Method {
    @Override
    public int version() {
        return 3;
    }

    @Override
    public String parameters() {
        return "by=hand";
    }

    @Override
    public List<Rewording> reword(List<String> texts, long seed) {
        if (texts.contains("away")) {
            throw new UnavailableException("the engine is away; start it");
        }
        return texts.stream()
                .<Rewording>map(text -> text.equals("fails")
                        ? new Rewording.Failed("it will not have that")
                        : new Rewording.Reworded(reversed(text), "via " + text))
                .toList();
    }

    private static String reversed(String text) {
        List<String> words = Arrays.asList(text.split(" "));
        Collections.reverse(words);
        return String.join(" ", words);
    }
}
