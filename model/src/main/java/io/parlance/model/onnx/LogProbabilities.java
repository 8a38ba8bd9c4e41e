package io.parlance.model.onnx;

import java.util.List;
import java.util.PriorityQueue;

/** Log-softmax of raw logits, in double precision. */
public final class LogProbabilities {
    private LogProbabilities() {}

    /** ln p(id). */
    public static double of(float[] logits, int id) {
        return logits[id] - logSumExp(logits);
    }

    /** ln of the sum of e^logit. */
    public static double logSumExp(float[] logits) {
        float max = Float.NEGATIVE_INFINITY;
        for (float logit : logits) {
            max = Math.max(max, logit);
        }
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - max);
        }
        return max + Math.log(sum);
    }

    /** The id of the highest logit, the lowest id among equals. */
    public static int mostLikely(float[] logits) {
        int best = 0;
        for (int id = 1; id < logits.length; id++) {
            if (logits[id] > logits[best]) {
                best = id;
            }
        }
        return best;
    }

    /** The {@code count} most likely tokens, best first, lower ids first among equals. */
    public static List<TokenLogprob> top(float[] logits, int count) {
        PriorityQueue<Integer> worstFirst = new PriorityQueue<>(
                (a, b) -> logits[a] != logits[b] ? Float.compare(logits[a], logits[b]) : Integer.compare(b, a));
        for (int id = 0; id < logits.length; id++) {
            if (worstFirst.size() < count) {
                worstFirst.add(id);
            } else if (count > 0 && logits[id] > logits[worstFirst.peek()]) {
                worstFirst.poll();
                worstFirst.add(id);
            }
        }
        double logSumExp = logSumExp(logits);
        TokenLogprob[] best = new TokenLogprob[worstFirst.size()];
        for (int i = best.length - 1; i >= 0; i--) {
            int id = worstFirst.poll();
            best[i] = new TokenLogprob(id, logits[id] - logSumExp);
        }
        return List.of(best);
    }
}
