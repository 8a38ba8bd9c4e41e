package io.parlance.endtoend.kill;

import java.util.Arrays;

/** What is known of each offset of one partition of the submitted conversations. */
final class Positions {
    static final int NOBODY = -1;

    private static final int COPY = -2;

    /** Whose conversation lies at an offset: number + 1; 0 where nothing was read yet. */
    private int[] numbers = new int[1_024];

    /** Its outcome: ordinal + 1; 0 where none was read yet. */
    private byte[] outcomes = new byte[1_024];

    private int submitted;
    private int answered;
    private int doubled;

    /** @param number {@link #NOBODY} for a record that is none of the drill's */
    void submitted(long offset, int number) {
        reserve(offset);
        if (numbers[(int) offset] == 0) submitted++;
        numbers[(int) offset] = number == NOBODY ? -1 : number + 1;
    }

    /**
     * A record that was read at another offset before. It has no outcome of its own, or the refusal of the first one once
     * more.
     */
    void copied(long offset) {
        reserve(offset);
        if (numbers[(int) offset] != COPY && outcomes[(int) offset] != 0) answered--;
        numbers[(int) offset] = COPY;
    }

    void outcome(long offset, Outcome outcome) {
        reserve(offset);
        if (outcomes[(int) offset] != 0) {
            doubled++;
            return;
        }
        if (numbers[(int) offset] != COPY) answered++;
        outcomes[(int) offset] = (byte) (outcome.ordinal() + 1);
    }

    private void reserve(long offset) {
        int needed = Math.toIntExact(offset + 1);
        if (needed <= numbers.length) return;
        int size = Math.max(needed, numbers.length * 2);
        numbers = Arrays.copyOf(numbers, size);
        outcomes = Arrays.copyOf(outcomes, size);
    }

    int submitted() {
        return submitted;
    }

    int answered() {
        return answered;
    }

    int doubled() {
        return doubled;
    }

    interface Visitor {
        /** @param outcome null where there is none */
        void at(int number, Outcome outcome);
    }

    /** Every offset that holds a conversation of the drill. */
    void visit(Visitor visitor) {
        for (int i = 0; i < numbers.length; i++)
            if (numbers[i] > 0)
                visitor.at(
                        numbers[i] - 1, outcomes[i] == 0 ? null : Outcome.all().get(outcomes[i] - 1));
    }
}
