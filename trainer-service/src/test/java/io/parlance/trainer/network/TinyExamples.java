package io.parlance.trainer.network;

import io.parlance.model.TinyModel;
import io.parlance.model.text.TokenIds;
import io.parlance.model.text.TokenSequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;

/** Examples in the tiny test model's vocabulary with something to learn: each answer repeats its question. */
final class TinyExamples {
    /** Tokens with which every example begins. */
    private static final int SYSTEM_TURN = 10;

    private TinyExamples() {}

    static List<TokenSequence> of(int count, long seed) {
        Random random = new Random(seed);
        List<TokenSequence> examples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            examples.add(of(4 + random.nextInt(12), random));
        }
        return examples;
    }

    /** @param words tokens of question and answer each; the whole has {@code SYSTEM_TURN + 2 words + 3} */
    static TokenSequence of(int words, Random random) {
        int[] ids = new int[SYSTEM_TURN + 2 * words + 3];
        for (int i = 0; i < SYSTEM_TURN; i++) {
            ids[i] = 100 + i;
        }
        int question = SYSTEM_TURN + 1;
        int answer = question + words + 1;
        int word = 10 + random.nextInt(20);
        Arrays.fill(ids, question, question + words, word);
        Arrays.fill(ids, answer, answer + words, word);
        ids[SYSTEM_TURN] = TinyModel.IM_START;
        ids[answer - 1] = TinyModel.IM_START;
        ids[ids.length - 1] = TinyModel.IM_END;
        BitSet trained = new BitSet();
        trained.set(answer, ids.length);
        return new TokenSequence(TokenIds.of(ids), trained);
    }
}
