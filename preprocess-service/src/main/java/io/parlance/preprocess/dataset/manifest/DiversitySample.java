package io.parlance.preprocess.dataset.manifest;

import io.parlance.contracts.DatasetManifest.Diversity;
import io.parlance.contracts.ExamplePrepared;
import io.parlance.contracts.Turn;
import io.parlance.preprocess.Instructions;
import io.parlance.preprocess.Sha256;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * A sample of at most so many examples: those whose content has the smallest digests. The same dataset always has the
 * same sample, whatever order it is read in. Of very long conversations the beginning is kept; instructions are left
 * out.
 */
final class DiversitySample {
    static final int MOST = 2_000;
    private static final int MOST_CHARACTERS = 4_000;

    private final PriorityQueue<Sampled> largestFirst =
            new PriorityQueue<>(Comparator.comparing(Sampled::digest, Comparator.reverseOrder()));

    private static final class Sampled {
        private final String digest;
        private final List<String> texts;
        private final float[] embedding;

        Sampled(String digest, List<String> texts, float[] embedding) {
            this.digest = digest;
            this.texts = texts;
            this.embedding = embedding;
        }

        String digest() {
            return digest;
        }
    }

    void add(ExamplePrepared example, Sha256 content) {
        String digest = content.hex();
        if (largestFirst.size() == MOST) {
            if (largestFirst.peek().digest.compareTo(digest) <= 0) {
                return;
            }
            largestFirst.poll();
        }
        // The parts of a conversation have one embedding.
        float[] embedding =
                ExampleContent.opensConversation(example) ? example.embedding().toArray() : new float[0];
        largestFirst.add(new Sampled(digest, texts(example), embedding));
    }

    private static List<String> texts(ExamplePrepared example) {
        List<String> texts = new ArrayList<>();
        int left = MOST_CHARACTERS;
        for (Turn turn : Instructions.leftOut(example.messages())) {
            String text =
                    turn.content().substring(0, Math.min(left, turn.content().length()));
            left -= text.length();
            if (!text.isEmpty()) {
                texts.add(text);
            }
        }
        return texts;
    }

    Diversity diversity() {
        List<Sampled> sample = new ArrayList<>(largestFirst);
        sample.sort(Comparator.comparing(Sampled::digest));
        Set<String> different = new HashSet<>();
        Set<String> differentPairs = new HashSet<>();
        long words = 0;
        long pairs = 0;
        for (Sampled example : sample) {
            for (String text : example.texts) {
                String[] split = text.toLowerCase(Locale.ROOT).strip().split("\\s+");
                for (int i = 0; i < split.length; i++) {
                    if (!split[i].isEmpty()) {
                        words++;
                        different.add(split[i]);
                    }
                    if (i > 0) {
                        pairs++;
                        differentPairs.add(split[i - 1] + " " + split[i]);
                    }
                }
            }
        }
        List<float[]> embeddings = comparable(sample);
        return new Diversity(
                sample.size(),
                words,
                words == 0 ? null : (double) different.size() / words,
                pairs == 0 ? null : (double) differentPairs.size() / pairs,
                embeddings.size(),
                meanNearest(embeddings));
    }

    /** Those that have one, of the length that the first has; none where embeddings are off. */
    private static List<float[]> comparable(List<Sampled> sample) {
        List<float[]> embeddings =
                sample.stream().map(s -> s.embedding).filter(e -> e.length > 0).toList();
        return embeddings.stream()
                .filter(e -> e.length == embeddings.getFirst().length)
                .toList();
    }

    /** Embeddings have unit length, so the dot product is the cosine. */
    private static Double meanNearest(List<float[]> embeddings) {
        if (embeddings.size() < 2) {
            return null;
        }
        float[] nearest = new float[embeddings.size()];
        java.util.Arrays.fill(nearest, -1);
        for (int i = 0; i < nearest.length; i++) {
            for (int j = i + 1; j < nearest.length; j++) {
                float cosine = dot(embeddings.get(i), embeddings.get(j));
                nearest[i] = Math.max(nearest[i], cosine);
                nearest[j] = Math.max(nearest[j], cosine);
            }
        }
        double sum = 0;
        for (float cosine : nearest) {
            sum += cosine;
        }
        return sum / nearest.length;
    }

    private static float dot(float[] a, float[] b) {
        float sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
