package io.parlance.preprocess.dataset.manifest;

import io.parlance.contracts.DatasetManifest.GroupFigures;
import io.parlance.contracts.DatasetManifest.Representation;
import io.parlance.contracts.Turn;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/** Counts a lexicon's words. A word is a run of letters, in lower case. */
final class RepresentationCounts {
    private final Lexicon lexicon;
    private final long[] occurrences;
    private final long[] examples;
    private long words;

    RepresentationCounts(Lexicon lexicon) {
        this.lexicon = lexicon;
        this.occurrences = new long[lexicon.groups().size()];
        this.examples = new long[lexicon.groups().size()];
    }

    void add(List<Turn> turns) {
        BitSet found = new BitSet();
        for (Turn turn : turns) {
            addText(turn.content().toLowerCase(Locale.ROOT), found);
        }
        found.stream().forEach(group -> examples[group]++);
    }

    private void addText(String text, BitSet found) {
        int at = 0;
        while (at < text.length()) {
            int begin = at;
            while (at < text.length() && Character.isLetter(text.charAt(at))) {
                at++;
            }
            if (at > begin) {
                words++;
                int group = lexicon.groupOf(text.substring(begin, at));
                if (group >= 0) {
                    occurrences[group]++;
                    found.set(group);
                }
            }
            at++;
        }
    }

    Representation representation() {
        List<GroupFigures> figures = new ArrayList<>();
        for (int i = 0; i < occurrences.length; i++) {
            Lexicon.Group group = lexicon.groups().get(i);
            double perThousand = words == 0 ? 0 : 1_000.0 * occurrences[i] / words;
            figures.add(new GroupFigures(group.theme(), group.name(), occurrences[i], perThousand, examples[i]));
        }
        return new Representation(words, Lexicon.NAME, lexicon.sha256(), figures);
    }
}
