package io.parlance.endtoend.generated;

/**
 * One generated input.
 *
 * @param number its place among all, 0-based
 * @param id the conversation's; null where it gets one from its content, or is none
 * @param original of a twin: the number of the one it takes after; otherwise its own number
 * @param line as it is sent, without a line end
 */
public record Generated(int number, Kind kind, String id, int original, byte[] line) {
    /** The number of the one whose id it bears: an earlier one's where it only repeats that id. */
    public int idOf() {
        return kind == Kind.RESUBMITTED || kind == Kind.REUSED_ID ? original : number;
    }
}
