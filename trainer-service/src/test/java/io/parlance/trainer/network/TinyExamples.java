package io.parlance.trainer.network;

import io.parlance.model.TinyModel;
import io.parlance.model.text.TokenIds;
import io.parlance.model.text.TokenSequence;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;

/** Examples in the tiny test model's vocabulary with something to learn: each answer repeats its question. */
final class TinyExamples {
    private TinyExamples() {}

    static List<TokenSequence> of(int count, long seed) {
        Random random = new Random(seed);
        List<TokenSequence> examples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            examples.add(of(4 + random.nextInt(12), random));
        }
        return examples;
    }

    /** @param words tokens of question and answer each */
    static TokenSequence of(int words, Random random) {
        int[] ids = new int[2 * words + 3];
        ids[0] = TinyModel.IM_START;
        int word = 10 + random.nextInt(20);
        for (int i = 0; i < words; i++) {
            ids[1 + i] = word;
            ids[2 + words + i] = word;
        }
        ids[1 + words] = TinyModel.IM_START;
        ids[2 + 2 * words] = TinyModel.IM_END;
        BitSet trained = new BitSet();
        trained.set(2 + words, ids.length);
        return new TokenSequence(TokenIds.of(ids), trained);
    }
}
