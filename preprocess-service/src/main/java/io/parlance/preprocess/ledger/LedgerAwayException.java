package io.parlance.preprocess.ledger;

/** The ledger, or another instance's part of it, cannot be asked at the moment; the message says why. */
public final class LedgerAwayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LedgerAwayException(String why) {
        super("the ledger cannot be asked at the moment: " + why);
    }
}
