package io.parlance.endtoend.generated;

import java.util.Set;

/** What a generated conversation is like, and so what may become of it. */
public enum Kind {
    PLAIN(600, Set.of("prepared")),
    /** Elements, entities, comments, control characters, blanks in plenty. */
    MARKUP(100, Set.of("prepared")),
    /** With a label, a subject, metadata. */
    LABELLED(100, Set.of("prepared")),
    /** Addresses, numbers of phones, cards and accounts. */
    PERSONAL(80, Set.of("prepared")),
    /** German, Spanish or French: whether it stays is the recipe's to say. */
    OTHER_LANGUAGE(40, Set.of("prepared", "language")),
    /** Without an id: it gets one from its content. */
    NAMELESS(20, Set.of("prepared")),
    /** More tokens than an example may have. */
    TOO_LONG(4, Set.of("too_long", "length")),
    /** A turn that is nothing but markup. */
    EMPTIED(6, Set.of("empty_after_cleaning")),
    /** No conversation: broken JSON, broken UTF-8, a rule broken. */
    MALFORMED(50, Set.of("rejected")),

    /** The same text as an earlier one, under another id. */
    EXACT_TWIN(0, Set.of("exact_duplicate")),
    /** An earlier one with one word changed. Found by its shingles, so nearly always. */
    NEAR_TWIN(0, Set.of("near_duplicate", "prepared")),
    /** The same as an earlier one, id and all. */
    RESUBMITTED(0, Set.of("already_known")),
    /** The id of an earlier one, with another text. */
    REUSED_ID(0, Set.of("id_reused"));

    private final int perMille;
    private final Set<String> outcomes;

    Kind(int perMille, Set<String> outcomes) {
        this.perMille = perMille;
        this.outcomes = outcomes;
    }

    /** What may become of it: {@code prepared}, {@code rejected}, or the reason of a drop. */
    public Set<String> outcomes() {
        return outcomes;
    }

    /** One of the first wave. @param draw 0 to 999, evenly drawn */
    static Kind ofFirstWave(int draw) {
        int left = draw;
        for (Kind kind : values()) {
            if (left < kind.perMille) return kind;
            left -= kind.perMille;
        }
        throw new IllegalArgumentException("draw is %d, expected 0 to 999".formatted(draw));
    }
}
