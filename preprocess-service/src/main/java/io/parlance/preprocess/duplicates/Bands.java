package io.parlance.preprocess.duplicates;

/**
 * How the rows of a signature are grouped: a pair is a candidate when all rows of a band agree.
 *
 * @param bands how many
 * @param rows of each band
 */
record Bands(int bands, int rows) {
    /** Of pairs exactly as alike as the threshold so many are overlooked at most; of those more alike, fewer. */
    static final double OVERLOOKED = 0.0015;

    private static final int MOST_BANDS = 24;

    /**
     * As many rows to a band as {@value #MOST_BANDS} bands allow, for more rows mean fewer candidates in vain.
     *
     * @param agreement how probable it is that a row of two conversations just alike enough agrees, above 0 to 1
     */
    static Bands forAgreement(double agreement) {
        Bands found = new Bands(Math.max(1, bands(agreement)), 1);
        for (int rows = 2; rows <= 32; rows++) {
            int bands = bands(Math.pow(agreement, rows));
            if (bands <= MOST_BANDS) {
                found = new Bands(Math.max(4, bands), rows);
            }
        }
        return found;
    }

    private static int bands(double bandAgrees) {
        return bandAgrees >= 1 ? 1 : (int) Math.ceil(Math.log(OVERLOOKED) / Math.log1p(-bandAgrees));
    }

    int signatureBytes() {
        return bands * rows;
    }
}
