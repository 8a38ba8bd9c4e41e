package io.parlance.preprocess.recipe.filter;

import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.DropReason;
import io.parlance.contracts.Turn;
import io.parlance.preprocess.Instructions;
import io.parlance.preprocess.recipe.operation.EveryTurn;
import io.parlance.preprocess.recipe.operation.Operation;
import io.parlance.preprocess.recipe.operation.Parameters;
import io.parlance.preprocess.recipe.operation.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Words and phrases that a recipe lists, or a file with one per line: what holds one is dropped, or the words are masked.
 * Whole words only, in any case.
 */
public final class FlaggedWords implements Operation {
    public static final String NAME = "flagged-words@2";

    private static final String USUAL_MASK = "[FLAGGED]";

    /** By their first word; longest first. */
    private final Map<String, List<List<String>>> phrases = new HashMap<>();

    private final boolean drop;
    private final String mask;
    private final EveryTurn masking = new EveryTurn(NAME, this::masked);

    private FlaggedWords(Parameters parameters) {
        List<String> listed = new ArrayList<>(parameters.list("words", List.of()));
        parameters
                .files("file")
                .forEach(file -> listed.addAll(file.text().lines().toList()));
        listed.forEach(this::add);
        if (phrases.isEmpty()) {
            throw parameters.refused("words", "and file name no word, expected at least one");
        }
        phrases.values().forEach(list -> list.sort((a, b) -> b.size() - a.size()));
        drop = parameters.choice("action", "drop", "drop", "mask").equals("drop");
        mask = parameters.word("mask", USUAL_MASK);
        if (drop && !mask.equals(USUAL_MASK)) {
            throw parameters.refused("mask", "is '%s', but action is drop; say action: mask".formatted(mask));
        }
    }

    public static Operation of(Parameters parameters) {
        return new FlaggedWords(parameters);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Verdict apply(ConversationSubmitted conversation) {
        if (!drop) {
            return masking.apply(conversation);
        }
        Verdict.Dropped dropped = dropped("messages", conversation.messages());
        dropped = dropped == null ? dropped("non_preferred", conversation.nonPreferred()) : dropped;
        return dropped == null ? Verdict.untouched(conversation) : dropped;
    }

    private Verdict.Dropped dropped(String field, List<Turn> turns) {
        for (int i = 0; i < turns.size(); i++) {
            if (Instructions.include(turns.get(i))) {
                continue;
            }
            List<Words.Word> words = Words.of(turns.get(i).content());
            for (int at = 0; at < words.size(); at++) {
                int length = flagged(words, at);
                if (length > 0) {
                    // The words are the recipe's, so they may be told.
                    String phrase = String.join(
                            " ",
                            words.subList(at, at + length).stream()
                                    .map(Words.Word::text)
                                    .toList());
                    return new Verdict.Dropped(
                            DropReason.FLAGGED_WORDS,
                            "%s[%d] (%s), character %d: '%s' is flagged"
                                    .formatted(
                                            field,
                                            i,
                                            turns.get(i).role(),
                                            words.get(at).from(),
                                            phrase));
                }
            }
        }
        return null;
    }

    private String masked(String text) {
        List<Words.Word> words = Words.of(text);
        StringBuilder out = new StringBuilder(text.length());
        int copied = 0;
        for (int at = 0; at < words.size(); ) {
            int length = flagged(words, at);
            if (length > 0) {
                out.append(text, copied, words.get(at).from()).append(mask);
                copied = words.get(at + length - 1).to();
            }
            at += Math.max(1, length);
        }
        return copied == 0 ? text : out.append(text, copied, text.length()).toString();
    }

    /** How many words from here on are flagged; 0: this one is not. */
    private int flagged(List<Words.Word> words, int at) {
        for (List<String> phrase : phrases.getOrDefault(words.get(at).text(), List.of())) {
            boolean same = at + phrase.size() <= words.size();
            for (int i = 1; same && i < phrase.size(); i++) {
                same = phrase.get(i).equals(words.get(at + i).text());
            }
            if (same) {
                return phrase.size();
            }
        }
        return 0;
    }

    private void add(String phrase) {
        List<String> words = Words.of(phrase).stream().map(Words.Word::text).toList();
        if (!words.isEmpty()) {
            phrases.computeIfAbsent(words.getFirst(), first -> new ArrayList<>())
                    .add(words);
        }
    }
}
