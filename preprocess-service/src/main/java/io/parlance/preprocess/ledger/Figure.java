package io.parlance.preprocess.ledger;

/** What is counted of a dataset. Each figure has counters by name: one per split, per reason, per language, ... */
public enum Figure {
    /** Valid conversations that preprocess took in; one counter without a name. */
    SUBMITTED('s', 1),
    /** Records on the submission topic that break the rules, by the ledger's own reading. */
    REFUSED('x', 1),
    /** Valid conversations by the way they came. */
    SOURCE('k', 50),
    /** Valid conversations by way and place, such as {@code file:file-1}; not of ways whose places are single requests. */
    PLACE('w', 200),
    /** Prepared conversations by split. */
    PREPARED('p', 10),
    /** Further examples made of conversations that were too long for one. */
    FURTHER_PARTS('f', 1),
    /** Examples by the power of two that their tokens reach: {@code 128} counts 128 to 255. */
    TOKENS('t', 40),
    /** {@code all} and {@code trained}: tokens of all examples. */
    TOKEN_SUM('u', 2),
    /** Prepared conversations by their number of turns, to 32. */
    TURNS('n', 40),
    LANGUAGE('l', 300),
    /** Prepared conversations by {@code <split>/<stratum>}. */
    STRATUM('g', 1_500),
    /** Dropped conversations by reason. */
    DROPPED('d', 100),
    /** Refusals by the kind of their origin: {@code http}, {@code file}, {@code kafka}, ... */
    REJECTED('r', 50),
    /** Conversations, prepared or dropped, that an operation of the recipe changed. */
    CHANGED('c', 200),
    /** Turns that it changed. */
    CHANGED_TURNS('v', 200),
    /**
     * What was counted and is erased: {@code submitted}, valid conversations, and {@code rejected}, refusals. The other figures
     * count what is there.
     */
    ERASED('z', 2);

    /** Counts what has a name beyond a figure's limit. */
    public static final String OTHERS = "(others)";

    private final byte code;
    private final int mostNames;

    Figure(char code, int mostNames) {
        this.code = (byte) code;
        this.mostNames = mostNames;
    }

    byte code() {
        return code;
    }

    /** A client may use as many labels or files as it likes; the counters stay this many for each task of the ledger. */
    int mostNames() {
        return mostNames;
    }

    static Figure of(byte code) {
        for (Figure figure : values()) {
            if (figure.code == code) {
                return figure;
            }
        }
        throw new IllegalArgumentException(
                "the ledger's store holds a figure '%c'; was it written by a later version?".formatted((char) code));
    }
}
